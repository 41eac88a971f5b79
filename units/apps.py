from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị và con người"

    def ready(self) -> None:
        from office.long_work import WORKS
        from units.household_work import import_work

        WORKS["household_import"] = import_work
