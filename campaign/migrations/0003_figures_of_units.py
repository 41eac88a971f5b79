"""Figures belong to unit × year × standard: sets of two campaigns become versions of one; periods name their standard.

Nothing is lost. Where two campaigns hold the same figures both rows stay, as versions; where they hold different ones,
or two different versions that are being worked on, nobody but the office can say which one counts: the migration stops,
names all of them and changes nothing.
"""

import tomllib
from collections import defaultdict

from django.db import migrations, models

COUNTS = (
    "households", "people", "poor", "near_poor", "average_households", "poor_people", "near_poor_people",
    "average_people", "minority_households", "minority_poor", "minority_area_households", "minority_area_poor",
    "poor_rate", "near_poor_rate",
)  # fmt: skip
KEY = ("unit_id", "year", "standard", "status", "as_of")
NAMED = 20


class FiguresDiffer(Exception):
    """Two campaigns hold different figures of one unit and year."""


def join_sets(apps, schema_editor):
    """Number the sets of each unit, year, standard, status and day as versions of one, whichever campaign held them."""
    sets = apps.get_model("campaign", "FigureSet")
    campaigns_of = defaultdict(set)
    for *key, campaign in sets.objects.order_by().values_list(*KEY, "campaign_id").distinct():
        campaigns_of[tuple(key)].add(campaign)
    shared = [key for key, campaigns in campaigns_of.items() if len(campaigns) > 1]
    collisions, changes = [], []
    for key in shared:
        rows = list(sets.objects.filter(**dict(zip(KEY, key, strict=True))).select_related("unit", "campaign"))
        collisions += _collisions(rows)
        changes.append(rows)
    if collisions:
        more = f"\n… và {len(collisions) - NAMED} chỗ khác" if len(collisions) > NAMED else ""
        raise FiguresDiffer(
            "Hai phong trào giữ hai số liệu khác nhau của cùng đơn vị, năm và chuẩn nghèo; chưa thay đổi gì. "
            "Với bản trước của cổng, mở lại và sửa một bên cho khớp (hoặc bỏ bản đang nhập), rồi chạy lại migrate:\n"
            + "\n".join(collisions[:NAMED]) + more
        )  # fmt: skip
    for rows in changes:
        _join(rows)


def _content(row):
    cells = sorted(row.cells.values_list("indicator", "value"))
    return [getattr(row, name) for name in COUNTS], cells


def _standing(rows, *, approved):
    return [row for row in rows if row.replaced_at is None and (row.state == "approved") == approved]


def _collisions(rows):
    found = []
    for approved in (True, False):
        standing = _standing(rows, approved=approved)
        if len({repr(_content(row)) for row in standing}) > 1:
            told = "; ".join(
                f"{row.campaign.code}, bản {row.number} ({row.get_state_display().lower()}): {row.poor} hộ nghèo / "
                f"{row.households} hộ" for row in standing
            )  # fmt: skip
            first = standing[0]
            found.append(f"- {first.unit.name} ({first.unit.code}), năm {first.year}, {first.standard}: {told}")
    return found


def _join(rows):
    """The newest approved row judges, the newest open one is worked on; the others are versions that came before."""
    for approved in (True, False):
        standing = sorted(
            _standing(rows, approved=approved), key=lambda row: (row.approved_at or row.changed_at, row.pk)
        )
        for row in standing[:-1]:
            row.replaced_at = standing[-1].approved_at or standing[-1].changed_at
    # what is worked on is the last version, what judges the one before it
    order = sorted(rows, key=lambda row: (_rank(row), row.recorded_at, row.number, row.pk))
    for number, row in enumerate(order, 1):
        row.number = number
        row.save(update_fields=["number", "replaced_at"])


def _rank(row):
    if row.replaced_at is not None:
        return 0
    return 1 if row.state == "approved" else 2


def name_standards(apps, schema_editor):
    """Periods, late entries and acts were all of their campaign's standard."""
    versions = apps.get_model("campaign", "DefinitionVersion")
    for campaign, content in versions.objects.filter(replaced_at=None).values_list("campaign_id", "content"):
        standard = tomllib.loads(content).get("standard", "")
        for name in ("Period", "LateEntry"):
            apps.get_model("campaign", name).objects.filter(campaign=campaign).update(standard=standard)
        acts = apps.get_model("campaign", "OfficialAct").objects.filter(campaign=campaign, is_baseline=False)
        acts.update(standard=standard)


def end_doubled_entries(apps, schema_editor):
    """Of two late entries that stand open for one unit and year the one that lasts longer stays."""
    entries = apps.get_model("campaign", "LateEntry")
    seen = set()
    for row in entries.objects.filter(ended_at=None).order_by("-until", "-pk"):
        key = (row.unit_id, row.year, row.status, row.standard)
        if key in seen:
            row.ended_at = row.at
            row.save(update_fields=["ended_at"])
        seen.add(key)


class Migration(migrations.Migration):
    dependencies = [("campaign", "0002_reopened")]

    operations = [
        migrations.RemoveConstraint(model_name="figureset", name="figures_version"),
        migrations.RemoveConstraint(model_name="figureset", name="figures_one_open"),
        migrations.RemoveConstraint(model_name="figureset", name="figures_one_approved"),
        migrations.RemoveConstraint(model_name="lateentry", name="late_entry_one_open"),
        migrations.RemoveConstraint(model_name="officialact", name="act_one_current"),
        migrations.RemoveConstraint(model_name="period", name="period_once"),
        migrations.AddField(
            "lateentry", "standard", models.CharField("chuẩn nghèo", max_length=40, default=""), preserve_default=False
        ),
        migrations.AddField(
            "officialact", "standard", models.CharField("chuẩn nghèo", max_length=40, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "period", "standard", models.CharField("chuẩn nghèo", max_length=40, default=""), preserve_default=False
        ),
        migrations.RunPython(join_sets, migrations.RunPython.noop),
        migrations.RunPython(name_standards, migrations.RunPython.noop),
        migrations.RunPython(end_doubled_entries, migrations.RunPython.noop),
    ]  # fmt: skip
