from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị và con người"

    def ready(self) -> None:
        from accounts.places import READABLE, WORDS
        from office.jobs.long_work import WORKS
        from units.households.work import import_work
        from units.trail import own_words, readable_by

        READABLE.append(readable_by)
        WORDS.append(own_words)
        WORKS["household_import"] = import_work
