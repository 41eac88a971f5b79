"""All that is appraised goes before the Council where it chooses; what is left out has its reason."""

from collections.abc import Mapping

from accounts import audit
from accounts.models import User
from awards.council.candidates import unspoken
from awards.models import Nomination, Round
from awards.nominations.actions.nominations import advance
from core.workflow import Refused, Stale


def put_all(
    award_round: Round,
    editions: Mapping[int, int],
    left_out: Mapping[int, str],
    explained: Mapping[int, str],
    *,
    by: User,
) -> list[Nomination]:
    """Every appraised dossier that waits goes before the Council, but those left out for a reason; all or nothing.

    `editions` names every one that was shown; `explained` the reasons of those that go on in spite of a miss or warning.
    Raises `Refused` with every objection, `Stale` when another one waits by now.
    """
    with audit.change(by):
        if set(editions) != {row.pk for row in unspoken(award_round)}:
            raise Stale("Danh sách hồ sơ đã thẩm định đã thay đổi từ khi bạn mở trang.")
        done: list[Nomination] = []
        refusals: list[str] = []
        for pk in sorted(editions):
            step = "leave_out" if pk in left_out else "put_before_council"
            try:
                done += advance(
                    [pk],
                    step,
                    by=by,
                    editions=editions,
                    reason=left_out.get(pk, ""),
                    override_reason=explained.get(pk, "") if pk not in left_out else "",
                )
            except Refused as refused:
                name = Nomination.objects.get(pk=pk).printed_name
                refusals += [f"{name}: {text}" for text in refused.reasons]
        if not editions:
            refusals.append("Không có hồ sơ đã thẩm định nào chờ đưa ra Hội đồng.")
        if refusals:
            raise Refused(*refusals)
        return [row for row in done if row.pk not in left_out]
