"""The holder of a dossier is told what became of it: returned, refused, ended, awarded once released, revoked."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from awards.models import Award, Nomination
from awards.people import holder_people
from office.outbox import Draft, post

SUBJECTS = {
    "return": "Hồ sơ bị trả lại để bổ sung",
    "return_from_district": "Hồ sơ bị trả lại để bổ sung",
    "decline": "Không được khen thưởng",
    "refuse": "Không được khen thưởng",
    "refuse_by_state": "Không được khen thưởng cấp Nhà nước",
    "close": "Kết thúc hồ sơ",
    "reconsider": "Hồ sơ được xét lại",
    "revoke": "Hủy bỏ quyết định tặng",
}


def tell_step(item: Nomination, step: str, reason: str, by: User) -> None:
    """After a step that its holder has to know of; what was never released is not told when it is taken back."""
    if step not in SUBJECTS or (step == "revoke" and not _is_known(item)):
        return
    _tell(item, SUBJECTS[step], f"{SUBJECTS[step]}: {item.printed_name}. Lý do: {reason}", by)


def tell_released(awards: Iterable[Award], by: User) -> None:
    """A decision became public: whoever proposed them learns of it the same minute."""
    for award in awards:
        words = f"{award.printed_name} được khen thưởng theo {award.decision} ngày {award.decision.signed_on:%d/%m/%Y}."
        _tell(award.nomination, "Được khen thưởng", words, by)


def _is_known(item: Nomination) -> bool:
    return Award.objects.filter(nomination=item, decision__released_at__isnull=False).exists()


def _tell(item: Nomination, subject: str, body: str, by: User) -> None:
    place, url = str(item.holder), reverse("awards:nomination", args=[item.pk])
    people = [user for user in holder_people(item) if user != by]
    post(
        [Draft(user, place, f"{subject}: {item.printed_name}", f"{body}\n{item.round.name}.", url, f"result:{item.pk}")
         for user in people],
        by=by,
    )  # fmt: skip
