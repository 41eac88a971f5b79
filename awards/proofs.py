"""What the portal itself holds that proves documented parts: plans, models, help, registrations, escapes; and links."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from awards.models import EvidenceLink, Nomination
from campaign.models import Plan
from campaign.record_lists import evidence
from core.findings import Source
from core.numbers import format_date
from units.household_states import YearStatus
from units.models import ExitRegistration, HouseholdYear

Proofs = dict[str, list[Source]]  # what the plan's criteria call a record → its sources
NOT_POOR = frozenset({YearStatus.ESCAPED, YearStatus.NEWLY_ESCAPED, YearStatus.NOT_POOR, YearStatus.NEAR_POOR})


def years_of(nomination: Nomination) -> tuple[int, ...]:
    """The years that its class must meet in its round."""
    plan = nomination.round.plan
    return plan.window(nomination.round.shape, plan.find_category(nomination.category))


def proofs(nominations: Sequence[Nomination]) -> dict[int, Proofs]:
    """What stands in the portal about each nominee over its window: a fixed number of questions a round and class."""
    found: dict[int, Proofs] = {item.pk: defaultdict(list) for item in nominations}
    _plans(nominations, found)
    _records(nominations, found)
    _households(nominations, found)
    return found


def links(nominations: Collection[Nomination]) -> dict[int, dict[str, list[EvidenceLink]]]:
    """What holders put beside parts, by nomination and part."""
    found: dict[int, dict[str, list[EvidenceLink]]] = defaultdict(lambda: defaultdict(list))
    for row in EvidenceLink.objects.filter(nomination__in=nominations, removed_at=None):
        found[row.nomination_id][row.part].append(row)
    return found


def _plans(nominations: Sequence[Nomination], found: Mapping[int, Proofs]) -> None:
    """Poverty-reduction plans (kind `poverty_plan`, never the launch plan)."""
    by_unit = {item.unit_id: item for item in nominations if item.unit_id}
    by_body = {item.organisation_id: item for item in nominations if item.organisation_id}
    rows = (Plan.objects.filter(unit__in=by_unit) | Plan.objects.filter(organisation__in=by_body)).standing()
    plans: dict[tuple[int | None, int | None], list[Source]] = defaultdict(list)
    for row in rows.filter(kind=Plan.Kind.POVERTY):
        source = Source("plan", str(row.pk), f"{row.title}, số {row.number}, năm {row.year}")
        plans[row.unit_id, row.organisation_id].append(source)
    for item in nominations:
        if item.unit_id or item.organisation_id:
            found[item.pk]["poverty_plan"] += plans.get((item.unit_id, item.organisation_id), [])


def _records(nominations: Sequence[Nomination], found: Mapping[int, Proofs]) -> None:
    """Models and help recorded in the movement over the window of the class."""
    groups: dict[tuple[int, str], list[Nomination]] = defaultdict(list)
    for item in nominations:
        groups[item.round_id, item.category].append(item)
    for members in groups.values():
        owners = {(n.unit_id, n.organisation_id) for n in members if n.unit_id or n.organisation_id}
        if not owners:
            continue
        stored = evidence(members[0].round.campaign, owners, years_of(members[0]))
        for item in members:
            for name, sources in stored.get((item.unit_id, item.organisation_id), {}).items():
                found[item.pk][name] += sources


def _households(nominations: Sequence[Nomination], found: Mapping[int, Proofs]) -> None:
    """A household's registrations, and its escape: poor before, not poor at the window's end, near-poor shown as such."""
    members = [item for item in nominations if item.household_id]
    if not members:
        return
    keys = {item.household_id for item in members}
    registered: dict[int, list[ExitRegistration]] = defaultdict(list)
    for row in ExitRegistration.objects.filter(household__in=keys).order_by("year"):
        registered[row.household_id].append(row)
    history: dict[int, dict[int, str]] = defaultdict(dict)
    for key, year, status in HouseholdYear.objects.filter(household__in=keys).values_list(
        "household", "year", "status"
    ):
        history[key][year] = status
    for item in members:
        last = max(years_of(item))
        for row in registered[item.household_id]:
            if row.year <= last:
                label = f"Đơn tự nguyện đăng ký thoát nghèo năm {row.year}, ngày {format_date(row.registered_on)}"
                found[item.pk]["exit_registration"].append(Source("registration", str(row.pk), label))
        source = _escape(history[item.household_id], last, item.household_id)
        if source is not None:
            found[item.pk]["escape_recognition"].append(source)


def _escape(years: Mapping[int, str], last: int, key: int) -> Source | None:
    """Poor in some year, and in no year since, up to the last one of the window (reading R-household)."""
    poor = [year for year, status in years.items() if status == YearStatus.POOR and year < last]
    if not poor or years.get(last) not in NOT_POOR:
        return None
    if any(years.get(year) == YearStatus.POOR for year in range(max(poor) + 1, last + 1)):
        return None
    words = YearStatus(years[last]).label.lower()
    return Source("household_year", str(key), f"Hộ nghèo năm {max(poor)}; kết quả rà soát cuối năm {last}: {words}")
