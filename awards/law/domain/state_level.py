"""Awards that the State gives: whose they are, and in which rounds they may be proposed. Pure."""

from campaign.definition import Definition

AUTHORITIES = {"prime_minister": "Thủ tướng Chính phủ", "state_president": "Chủ tịch nước"}
REVIEWS = frozenset({"interim", "final", "state"})  # rounds of the interim and the final review (III.3.a)
_BY_WORDS = {words: code for code, words in AUTHORITIES.items()}


def authority_of(plan: Definition, form: str) -> str:
    """Whose award a form is: a code of `AUTHORITIES`, or nothing where the province or its units give it."""
    return next((_BY_WORDS.get(item.authority, "") for item in plan.award_form if item.code == form), "")


def state_forms(plan: Definition) -> tuple[str, ...]:
    """The codes of the forms that the State gives."""
    return tuple(item.code for item in plan.award_form if item.authority in _BY_WORDS)
