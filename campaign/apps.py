from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "campaign"
    verbose_name = "Phong trào thi đua"

    def ready(self) -> None:
        from campaign.impacts import impacts, unfinished
        from campaign.plan.actions.draft_sweeping import drop_old_drafts, tell_of_old_drafts
        from campaign.plan.own_kinds import in_plans
        from campaign.plan.own_word import word_of_the_page
        from core.own_words import OUTSIDE
        from office.jobs.sweeping import SWEEPS, Sweep
        from units.impacts import IMPACTS, UNFINISHED
        from units.map.own_kinds import USES

        OUTSIDE.append(word_of_the_page)
        USES.append(in_plans)
        IMPACTS.append(impacts)
        UNFINISHED.append(unfinished)
        SWEEPS.append(Sweep("Bản soạn kế hoạch không ai sửa quá 180 ngày", drop_old_drafts))
        SWEEPS.append(Sweep("Bản soạn kế hoạch sắp bỏ đã báo người soạn", tell_of_old_drafts))
