from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"

    def ready(self) -> None:
        from awards.flips import tell
        from awards.impacts import impacts, unfinished
        from awards.papers.bundle import pack_work
        from awards.subjects import nomination
        from awards.touched import touched
        from campaign.subjects import SUBJECTS
        from campaign.touched import TOUCHED
        from office.long_work import WORKS
        from units.impacts import IMPACTS, UNFINISHED
        from units.replaced import REPLACED

        IMPACTS.append(impacts)
        UNFINISHED.append(unfinished)
        TOUCHED.append(touched)
        REPLACED.append(tell)
        SUBJECTS["nomination"] = nomination
        WORKS["award_papers"] = pack_work
