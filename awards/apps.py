from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"

    def ready(self) -> None:
        from awards.impacts import impacts, unfinished
        from units.impacts import IMPACTS, UNFINISHED

        IMPACTS.append(impacts)
        UNFINISHED.append(unfinished)
