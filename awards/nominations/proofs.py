"""Papers beside documented parts: plans, models, help, registrations of the portal, what holders attached; and loans."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from django.db.models import prefetch_related_objects

from awards.decisions.told import WITH_CHANGES, award_told
from awards.models import Award, EvidenceLink, Nomination, Recognition
from awards.nominations.contents import having
from awards.nominations.memory import dossiers_of, recognitions_of, whos
from campaign.activities.record_lists import Owner, evidence
from campaign.evaluation.domain.documents import Paper, not_of
from campaign.models import Plan
from campaign.rules import RECORD_WORDS, TITLE
from core import clock
from core.findings import Source
from core.numbers import format_count, format_date
from core.text import lower_first
from units.households.states import YearStatus
from units.models import ExitRegistration, HouseholdYear

Proofs = dict[str, list[Paper]]  # what the plan's criteria call a record → the papers of it
UNTAKEN = "chưa cơ quan nào tiếp nhận"  # what only its owner said of itself proves nothing
UNSEEN = "nơi được khen tự ghi, chưa có bản quét quyết định"
SEEN = "seen"  # the kind of link by which a reviewer notes a paper that they hold in their hand


def years_of(nomination: Nomination) -> tuple[int, ...]:
    """The years that its class must meet in its round."""
    plan = nomination.round.plan
    return plan.window(nomination.round.shape, plan.find_category(nomination.category))


def owner_of(nomination: Nomination) -> Owner | None:
    """A household keeps no records; a person's are those of whoever proposes them."""
    if nomination.household_id is not None:
        return None
    if nomination.person:
        return nomination.holder_unit_id, nomination.holder_organisation_id
    return nomination.unit_id, nomination.organisation_id


def proofs(nominations: Sequence[Nomination]) -> dict[int, Proofs]:
    """What stands in the portal about each nominee: a fixed number of questions a round and class."""
    found: dict[int, Proofs] = {item.pk: defaultdict(list) for item in nominations}
    _plans(nominations, found)
    _records(nominations, found)
    _households(nominations, found)
    _titles(nominations, found)
    return found


def links(nominations: Collection[Nomination]) -> dict[int, dict[str, list[EvidenceLink]]]:
    """What holders and the desk put beside parts, by nomination and part."""
    found: dict[int, dict[str, list[EvidenceLink]]] = defaultdict(lambda: defaultdict(list))
    asked = having(nominations, "links")
    if not asked:
        return found
    for row in EvidenceLink.objects.filter(nomination__in=asked, removed_at=None).select_related("by", "file"):
        found[row.nomination_id][row.part].append(row)
    return found


def papers_of(record: str, nomination: Nomination, stored: Proofs, linked: Sequence[EvidenceLink]) -> tuple[Paper, ...]:
    """Every paper beside a part that asks for a record: what the portal found, then what was put there.

    Of a person only what was put there: the records are those of whoever proposes them.
    """
    chosen = {(row.kind, row.key) for row in linked}
    own = [
        paper
        for paper in stored.get(record, ())
        if not nomination.person or record == TITLE or (paper.source.kind, paper.source.key) in chosen
    ]
    there = {(paper.source.kind, paper.source.key) for paper in own}
    added = (row for row in linked if (row.kind, row.key) not in there)
    return (*own, *(_attached(record, row, stored, years_of(nomination)) for row in added))


def _attached(record: str, row: EvidenceLink, stored: Proofs, years: Sequence[int]) -> Paper:
    """What somebody put beside a part: a file of theirs, a paper the reviewer saw, or something of the portal."""
    source = Source("evidence", str(row.pk), row.label)
    if row.kind == SEEN:
        seen_by = f"{row.by.full_name}, người thẩm định, đã xem bản giấy"
        return Paper(source, year=row.year, confirmed=seen_by, covers_all=row.year is None)
    why_not = not_of(years, "giấy tờ", row.year) if row.year else ""
    if row.kind != "paper":
        known = (paper for papers in stored.values() for paper in papers)
        same = next((p for p in known if (p.source.kind, p.source.key) == (row.kind, row.key)), None)
        why_not = same.why_not if same is not None else why_not
        if record != "paper":
            why_not = f"không phải {RECORD_WORDS[record]}"
    return Paper(source, f"{row.by.full_name} gắn", row.year, why_not=why_not)


def _plans(nominations: Sequence[Nomination], found: Mapping[int, Proofs]) -> None:
    """Poverty-reduction plans (kind `poverty_plan`, never the launch plan)."""
    owners = {item.pk: owner for item in nominations if (owner := owner_of(item)) is not None}
    units, bodies = {unit for unit, _ in owners.values() if unit}, {body for _, body in owners.values() if body}
    rows = (Plan.objects.filter(unit__in=units) | Plan.objects.filter(organisation__in=bodies)).standing()
    plans: dict[Owner, list[Plan]] = defaultdict(list)
    for row in rows.filter(kind=Plan.Kind.POVERTY).select_related("unit", "organisation").order_by("year", "pk"):
        plans[row.unit_id, row.organisation_id].append(row)
    for item in nominations:
        if item.pk in owners:
            found[item.pk]["poverty_plan"] += (_plan(row, years_of(item)) for row in plans[owners[item.pk]])


def _plan(row: Plan, years: Sequence[int]) -> Paper:
    is_taken = row.acknowledged_by_standing_agency or row.acknowledged_by_award_agency
    why_not = "đã bị trả lại để bổ sung" if row.state == Plan.State.RETURNED else not_of(years, "kế hoạch", row.year)
    why_not = why_not or ("" if is_taken else UNTAKEN)
    return Paper(
        Source("plan", str(row.pk), f"{row.title}, số {row.number} ngày {format_date(row.issued_on)}"),
        f"của {_filer(row)}",
        row.year,
        "cơ quan nhận đã tiếp nhận" if is_taken else "",
        why_not,
    )


def _filer(row: Plan) -> str:
    """A unit within a sentence; a body's name is its own: "Sở Y tế"."""
    return str(row.organisation) if row.organisation is not None else lower_first(str(row.unit))


def _records(nominations: Sequence[Nomination], found: Mapping[int, Proofs]) -> None:
    """Models and help recorded in the movement."""
    groups: dict[tuple[int, str], list[Nomination]] = defaultdict(list)
    for item in nominations:
        groups[item.round_id, item.category].append(item)
    for members in groups.values():
        owners = {owner for item in members if (owner := owner_of(item)) is not None}
        if not owners:
            continue
        stored = evidence(members[0].round.campaign, owners, years_of(members[0]))
        for item in members:
            for name, papers in stored.get(owner_of(item) or (None, None), {}).items():
                found[item.pk][name] += papers


# ---- awards given before ----


def _titles(nominations: Sequence[Nomination], found: Mapping[int, Proofs]) -> None:
    """Awards of the nominee, its kin and what it came from: by decisions here, entered late, or recognised; where asked."""
    asking = [item for item in nominations if _asks_titles(item)]
    if not asking:
        return
    people = whos(asking)
    every = list(people.values())
    given, recognised = [row for row in dossiers_of(every) if getattr(row, "award", None)], recognitions_of(every)
    prefetch_related_objects([row.award for row in given], *WITH_CHANGES)
    for item in asking:
        own = people[item.pk]
        found[item.pk][TITLE] += (
            paper
            for row in given
            if row.pk != item.pk and own.is_nominee_of(row) and (paper := _title(row)) is not None
        )
        found[item.pk][TITLE] += (
            paper for row in recognised if own.is_recognised_by(row) for paper in _recognised(row, item)
        )


def _asks_titles(nomination: Nomination) -> bool:
    category = nomination.round.plan.find_category(nomination.category)
    return any(part.record == TITLE for criterion in category.criteria for part in criterion.parts)


def _title(row: Nomination) -> Paper | None:
    """The award of a dossier, of the year of its round, as anybody is told of it: the holder reads what proves a line."""
    award = award_told(row.award, sees=False)
    if award is None:
        return None
    decision = award.award.decision
    name = row.round.plan.form_name(award.award.form)
    late = ", nhập bù" if row.is_late else ""
    label = f"{name}, {lower_first(row.round.name)}, {decision} ngày {format_date(decision.signed_on)}{late}"
    why_not = "" if award.stands else "quyết định đã bị hủy bỏ"
    return Paper(
        Source("award", str(award.award.pk), label), f"tặng {award.name}", row.round.year, why_not=why_not, title=name
    )


def _recognised(row: Recognition, item: Nomination) -> Iterator[Paper]:
    """A recognition, once for each year of its merit; of the year it was signed in where none is said."""
    label = f"{row.form}, {row.level}, Quyết định số {row.number} ngày {format_date(row.signed_on)}"
    why_not = "đã bị hủy bỏ" if row.annulled_on else UNSEEN if _is_said_by_nominee(row, item) else ""
    for year in row.years or [row.signed_on.year]:
        source = Source("recognition", str(row.pk), label)
        yield Paper(source, f"tặng {row.name}", int(year), why_not=why_not, title=row.form)


def _is_said_by_nominee(row: Recognition, item: Nomination) -> bool:
    """Who was praised wrote it down themselves, and nobody can read the decision."""
    if row.scan_id is not None:
        return False
    own = row.holder_id == item.organisation_id if row.holder_id else row.place_id == item.unit_id
    return own and item.household_id is None and not item.person


# ---- households ----


def _households(nominations: Sequence[Nomination], found: Mapping[int, Proofs]) -> None:
    """A household's registrations with their loans, and what surveys found of it up to the day of the decision."""
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
    signed = dict(Award.objects.filter(nomination__in=members).values_list("nomination", "decision__signed_on"))
    for item in members:
        years, mine = years_of(item), found[item.pk]
        mine["exit_registration"] += (_registration(row, years) for row in registered[item.household_id])
        mine["loan"] += (_loan(row) for row in registered[item.household_id] if row.has_loan)
        known = _known(history[item.household_id], signed.get(item.pk))
        mine["escape_recognition"] += _surveyed(known, max(years), item.household_id)


def _registration(row: ExitRegistration, years: Sequence[int]) -> Paper:
    label = f"Đơn tự nguyện đăng ký thoát nghèo ngày {format_date(row.registered_on)}"
    return Paper(
        Source("registration", str(row.pk), label), "của hộ", row.year, why_not=not_of(years, "đăng ký", row.year)
    )


def _loan(row: ExitRegistration) -> Paper:
    lender = row.lender or "chưa ghi nơi cho vay"
    label = f"Vay {format_count(row.loan)} đồng, {lender}, ghi khi đăng ký ngày {format_date(row.registered_on)}"
    return Paper(Source("registration", str(row.pk), label), "của hộ", row.year)


def _known(years: Mapping[int, str], signed_on: date | None) -> dict[int, str]:
    """What surveys had found by the day of the decision; while there is none, all that they have found until today."""
    last = signed_on.year - ((signed_on.month, signed_on.day) < (12, 31)) if signed_on else clock.today().year
    return {year: status for year, status in years.items() if year <= last}


def _surveyed(years: Mapping[int, str], last: int, key: int) -> Iterator[Paper]:
    """The survey is no act of recognition; but who is poor in it at the end of the window or later has not escaped."""
    poor = sorted(year for year, status in years.items() if status == YearStatus.POOR)
    for year in (year for year in poor if year >= last):
        source = Source("household_year", str(key), f"Kết quả rà soát cuối năm {year}: hộ nghèo")
        why_not = f"Cuối năm {year} còn là hộ nghèo"
        if year > last:
            why_not = f"Tái nghèo năm {year}, trước ngày quyết định: không phải thoát nghèo bền vững"
        yield Paper(source, "của hộ", year, why_not=why_not, refutes=True)
    if last in years and last not in poor:
        earlier = [year for year in poor if year < last]
        before = f"; hộ nghèo năm {earlier[-1]}" if earlier else ""
        words = YearStatus(years[last]).label.lower()
        yield Paper(
            Source("household_year", str(key), f"Kết quả rà soát cuối năm {last}: {words}{before}"),
            "của hộ",
            last,
            why_not="kết quả rà soát, chưa phải quyết định công nhận thoát nghèo",
        )
