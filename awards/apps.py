from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"

    def ready(self) -> None:
        from accounts.words import OF_STEPS
        from awards.decisions.flips import tell
        from awards.decisions.touched import touched
        from awards.documents.bundle import pack_work
        from awards.impacts import impacts, unfinished
        from awards.subjects import nomination
        from awards.workflow.actions.reminding import remind_overdue
        from awards.workflow.table import VERBS
        from campaign.evaluation.touched import TOUCHED
        from campaign.subjects import SUBJECTS
        from office.jobs.long_work import WORKS
        from office.jobs.sweeping import SWEEPS, Sweep
        from units.impacts import IMPACTS, UNFINISHED
        from units.replaced import REPLACED

        OF_STEPS.update(VERBS)
        IMPACTS.append(impacts)
        UNFINISHED.append(unfinished)
        TOUCHED.append(touched)
        REPLACED.append(tell)
        SUBJECTS["nomination"] = nomination
        SWEEPS.append(Sweep("Hồ sơ quá hạn đã nhắc người đến lượt", remind_overdue))
        WORKS["award_papers"] = pack_work
