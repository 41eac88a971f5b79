import sys

import django.db.models.functions.text
from django.db import migrations, models

from accounts import triggers
from core.text import folded_once

BATCH = 1_000


def fold_trail(apps, schema_editor):
    """Give the rows that stand their search key: the seals do not cover it, so the chain stays whole.

    The guards against changes step aside for it and come back; SQLite has lost them with the table that it made anew.
    """
    events = apps.get_model("accounts", "AuditEvent").objects
    triggers.remove(schema_editor.connection)
    rows = []
    for row in events.only("actor_name", "subject_label", "summary").iterator(chunk_size=BATCH):
        row.search_key = folded_once(f"{row.actor_name} {row.subject_label} {row.summary}")
        rows.append(row)
        if len(rows) == BATCH:
            events.bulk_update(rows, ["search_key"])
            rows = []
    events.bulk_update(rows, ["search_key"])
    triggers.install(schema_editor.connection)


def part_names(apps, schema_editor):
    """Of names that differ in capitals alone the older account keeps its own; the other gets a number and is told here."""
    users = apps.get_model("accounts", "User").objects
    taken = set()
    for user in users.order_by("pk"):
        name, number = user.username, 2
        while name.lower() in taken:
            name, number = f"{user.username[:55]}{number}", number + 1
        taken.add(name.lower())
        if name != user.username:
            told = f"Tên đăng nhập «{user.username}» trùng tên khác chỉ khác chữ hoa: đổi thành «{name}»."
            sys.stdout.write(f"{told}\n")
            users.filter(pk=user.pk).update(username=name)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_the_trail_names_the_life_of_a_unit"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="search_key",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(fold_trail, migrations.RunPython.noop),
        migrations.RunPython(part_names, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("username"),
                name="username_any_case",
                violation_error_message="Tên đăng nhập này đã có người dùng.",
            ),
        ),
    ]
