"""A province whose round 2022 lets the Council choose, and sessions voted on there."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from awards import actions
from awards.council.actions import ballots, preparing
from awards.council.actions import sessions as council
from awards.council.domain.tally import Count
from awards.models import AgendaItem, CouncilSession, Nomination, Round
from awards.workflow.states import State
from campaign.models import DefinitionVersion
from campaign.plan.actions.definitions import store_definition
from tests import cast
from tests.awards.walking import at_the_door
from tests.papers import PDF

DAY = date(2022, 12, 15)
MEMBERS = 9
CODE = 'code = "annual-2022"\n'


def minutes() -> SimpleUploadedFile:
    return SimpleUploadedFile("bien-ban.pdf", PDF, content_type="application/pdf")


def chooses(province: cast.Province) -> DefinitionVersion:
    """The shipped plan with one line more: in round 2022 the Council chooses."""
    shipped = cast.DEFINITION.read_text(encoding="utf-8")
    assert shipped.count(CODE) == 1
    text = shipped.replace(CODE, CODE + 'places_taken = "council"\n')
    version, _ = store_definition(text, by=User.objects.command_line())
    Round.objects.filter(code="annual-2022").update(version=version)
    return version


def candidates(province: cast.Province, poor: Mapping[str, tuple[int, int]]) -> dict[str, Nomination]:
    """Communes whose dossiers are before the Council: appraised at once, then put there by the step."""
    found = at_the_door(province, poor)
    chooses(province)
    actions.advance(
        [row.pk for row in found.values()], "put_before_council", by=province.home, override_reason="Có tiến bộ."
    )
    return found


def voted(province: cast.Province, agree: Mapping[int, int], *, members: int = MEMBERS) -> CouncilSession:
    """A closed session of paper ballots: how many agreed to each dossier, by its key; the others disagreed."""
    setting = preparing.Setting("Phiên chọn", DAY, "Chủ tịch", "Thư ký", method=CouncilSession.Method.PAPER)
    seats = [preparing.Member(f"Ủy viên {at}") for at in range(1, members + 1)]
    session = preparing.prepare(province.annual_2022, setting, seats, by=province.home)
    session = council.open_session(session.pk, edition=session.edition, by=province.home)
    for item in AgendaItem.objects.filter(session=session).order_by("position"):
        number = agree.get(item.nomination_id, members)
        ballots.record_counts(item.pk, Count(number, members - number), by=province.home)
    return council.close_session(session.pk, edition=session.edition, by=province.home)


def states(found: Mapping[str, Nomination]) -> dict[str, str]:
    now = dict(Nomination.objects.values_list("pk", "state"))
    return {code: State(now[row.pk]).name for code, row in found.items()}


def holding(province: cast.Province) -> int:
    return Nomination.objects.holding_places().filter(round=province.annual_2022).count()


def names(rows: Sequence[Nomination]) -> list[str]:
    return [row.printed_name for row in rows]
