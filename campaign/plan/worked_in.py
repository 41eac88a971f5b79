"""Whether people have entered anything in a campaign: what its plan made by itself does not count."""

from typing import Any

# made when a plan is loaded, with what hangs on them in turn
BY_PLAN = frozenset(
    {"campaign.DefinitionVersion", "campaign.Deadline", "campaign.PlanDraft", "awards.Round", "awards.Cap"}
)


def is_worked_in(row: Any) -> bool:
    """Something hangs on a campaign that people have written."""
    for relation in row._meta.related_objects:
        model = relation.related_model
        rows = model._default_manager.filter(**{relation.field.name: row})
        if model._meta.label not in BY_PLAN:
            if rows.exists():
                return True
        elif any(is_worked_in(one) for one in rows):
            return True
    return False
