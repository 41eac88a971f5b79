"""Household codes in one form: "h–921" and "H-921" were two households' codes and are one."""

from typing import Any

from django.db import migrations

from office.tables.codes import one_form

FOREVER = "9999-12-31"


def put_in_one_form(apps: Any, schema_editor: Any) -> None:
    """Each code in its one form; one that would then be another living household's stays for people to sort out."""
    households = apps.get_model("units", "Household").objects
    rows = list(households.order_by("pk").values_list("pk", "code", "valid_from", "valid_to"))
    taken = {(code, str(first)) for _, code, first, _ in rows}
    living = {code for _, code, _, last in rows if str(last) == FOREVER}
    for pk, code, first, last in rows:
        new = one_form(code)
        if new == code or (new, str(first)) in taken or (str(last) == FOREVER and new in living):
            continue
        households.filter(pk=pk).update(code=new)
        taken.add((new, str(first)))
        living.add(new)


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]

    operations = [migrations.RunPython(put_in_one_form, migrations.RunPython.noop)]
