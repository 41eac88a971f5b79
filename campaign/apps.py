from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "campaign"
    verbose_name = "Phong trào thi đua"

    def ready(self) -> None:
        from campaign.impacts import impacts, unfinished
        from units.impacts import IMPACTS, UNFINISHED

        IMPACTS.append(impacts)
        UNFINISHED.append(unfinished)
