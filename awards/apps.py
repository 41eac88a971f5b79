from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"

    def ready(self) -> None:
        from awards.impacts import impacts, unfinished
        from awards.subjects import nomination
        from awards.touched import touched
        from campaign.subjects import SUBJECTS
        from campaign.touched import TOUCHED
        from units.impacts import IMPACTS, UNFINISHED

        IMPACTS.append(impacts)
        UNFINISHED.append(unfinished)
        TOUCHED.append(touched)
        SUBJECTS["nomination"] = nomination
