from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"

    def ready(self) -> None:
        from awards.actions.reminding import remind_overdue
        from awards.flips import tell
        from awards.impacts import impacts, unfinished
        from awards.papers.bundle import pack_work
        from awards.subjects import nomination
        from awards.touched import touched
        from campaign.subjects import SUBJECTS
        from campaign.touched import TOUCHED
        from office.long_work import WORKS
        from office.sweeping import SWEEPS, Sweep
        from units.impacts import IMPACTS, UNFINISHED
        from units.replaced import REPLACED

        IMPACTS.append(impacts)
        UNFINISHED.append(unfinished)
        TOUCHED.append(touched)
        REPLACED.append(tell)
        SUBJECTS["nomination"] = nomination
        SWEEPS.append(Sweep("Hồ sơ quá hạn đã nhắc người đến lượt", remind_overdue))
        WORKS["award_papers"] = pack_work
