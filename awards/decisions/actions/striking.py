"""Awards that do not count any more leave the list and stay readable. Inside the act that takes them."""

from collections.abc import Iterable

from accounts.models import User
from awards.models import Award, AwardRevision, StruckAward

KEPT = ("decision_id", "nomination_id", "form", "printed_name", "public_name", "group", "category", "revoked_by_id", "recovered")  # fmt: skip


def strike_awards(awards: Iterable[Award], why: str, *, by: User) -> None:
    """Keep each as it stands, with the corrections of its name, and free its dossier for another decision."""
    for award in awards:
        kept = {name: getattr(award, name) for name in KEPT}
        row = StruckAward.objects.create(award_key=award.pk, why=why[:1000], by=by, **kept)
        AwardRevision.objects.filter(award=award).update(award=None, struck=row)
        award.delete()
