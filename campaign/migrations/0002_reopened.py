"""Versions opened again have a state of their own; those that nobody has sent on since are in it."""

from django.db import migrations, models


def name_them(apps, schema_editor):
    sets = apps.get_model("campaign", "FigureSet")
    steps = apps.get_model("campaign", "FigureTransition")
    newest = {}
    rows = steps.objects.filter(figure_set__state="returned").order_by("pk")
    for pk, step in rows.values_list("figure_set_id", "step"):
        newest[pk] = step
    sets.objects.filter(pk__in=[pk for pk, step in newest.items() if step == "correct"]).update(state="reopened")


def as_before(apps, schema_editor):
    apps.get_model("campaign", "FigureSet").objects.filter(state="reopened").update(state="returned")


class Migration(migrations.Migration):
    dependencies = [("campaign", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="figureset",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Đang nhập"),
                    ("submitted", "Đã gửi, chờ kiểm tra"),
                    ("checked", "Đã kiểm tra"),
                    ("approved", "Đã duyệt, khóa số liệu"),
                    ("returned", "Trả lại để chỉnh sửa"),
                    ("reopened", "Được mở lại để sửa"),
                ],
                default="draft",
                max_length=20,
                verbose_name="trạng thái",
            ),
        ),
        migrations.RunPython(name_them, as_before),
    ]
