"""Sample award rounds of the demonstration: one decided and released, one under way. Everything in them is made up."""

from collections.abc import Mapping, Sequence
from datetime import date

from accounts.models import User
from awards import actions as awards
from awards.appraisal.actions.opinions import answer
from awards.council.actions import ballots, preparing
from awards.council.actions import sessions as council
from awards.council.domain.tally import Count
from awards.models import CouncilSession, Nomination, Opinion, Round
from awards.nominations.actions.evidence import keep_paper
from awards.nominations.dossiers import dossiers
from campaign.models import Campaign
from core import clock
from core.numbers import format_date
from reports.demonstration.days import moment, unit_on
from units.models import Household, Organisation


def sample_awards(campaign: Campaign, people: Mapping[str, User]) -> None:
    """Walked by the real actions, each by whose turn it is."""
    _round_2022(campaign, people)
    _round_2023(campaign, people)


def _achievement(name: str) -> str:
    return (
        f"{name} tổ chức thực hiện tốt Phong trào thi đua vì người nghèo, hỗ trợ sinh kế, nhà ở, vay vốn và dạy nghề cho hộ "
        "nghèo, hộ cận nghèo; số liệu giảm nghèo lấy từ kết quả chính thức đã duyệt. (Nội dung minh họa.)"
    )


def proposed(
    award_round: Round, people: Mapping[str, User], officer: str, category: str, code: str, holder: str
) -> Nomination:
    """A complete dossier about a unit."""
    unit, place = unit_on(code, clock.today()), unit_on(holder, clock.today())
    name = f"Nhân dân và cán bộ {unit.name[0].lower()}{unit.name[1:]}"
    nomination = awards.nominate(
        award_round,
        awards.Proposal(category, name, unit=unit, achievements=_achievement(name)),
        holder_unit=place,
        is_illustrative=True,
        by=people[officer],
    )
    _complete(nomination)
    return nomination


def _official(
    award_round: Round, people: Mapping[str, User], officer: str, name: str, title: str, holder: str
) -> Nomination:
    proposal = awards.Proposal(
        "official", name, person=name, person_title=title, achievements=_achievement(name), has_consent=True
    )
    nomination = awards.nominate(
        award_round, proposal, holder_unit=unit_on(holder, clock.today()), is_illustrative=True, by=people[officer]
    )
    _complete(nomination)
    return nomination


def sample_household() -> Household:
    """The first of the village that registered and left poverty."""
    rows = Household.objects.filter(village__code="2284602", registrations__outcome="escaped").select_related("village")
    found: Household = rows.order_by("code")[0]
    return found


def household_name(household: Household) -> str:
    """As decisions print it; who drew up the dossier knew whether the head is ông or bà."""
    address = "bà" if " Thị " in household.head else "ông"
    village = household.village.name
    return f"Hộ gia đình {address} {household.head}, {village[0].lower()}{village[1:]}, xã Vĩnh Hải"


def _step(nomination: Nomination, step: str, by: User, **reasons: str) -> None:
    awards.advance([nomination.pk], step, by=by, **reasons)


def _judge_all(nomination: Nomination, by: User) -> None:
    """A reviewer's word on every line; where the portal has no paper of a line, on the one in the reviewer's hand."""
    item = _read(nomination)
    for part in dossiers([item])[item.pk].parts:
        if part.asks_reviewer:
            seen = (
                ""
                if part.paper is None or part.has_paper
                else f"1/BC-UBND ngày {format_date(clock.today())} của {item.holder} (minh họa)"
            )
            awards.judge(
                item.pk, part.key, "met", "Đã xem tài liệu, đúng nội dung tiêu chí (minh họa).", seen=seen, by=by
            )


def _complete(nomination: Nomination) -> None:
    """The papers that the law of the day asks for, received on paper."""
    item = _read(nomination)
    for view in dossiers([item])[item.pk].papers:
        if view.part.required and not view.is_there:
            keep_paper(item.pk, view.part.code, on_paper="Bản giấy (minh họa)", by=item.author)


def _read(nomination: Nomination) -> Nomination:
    found: Nomination = Nomination.objects.select_related(
        "round__campaign",
        "round__version",
        "unit",
        "organisation",
        "household",
        "author",
        "holder_unit",
        "holder_organisation__seat",
    ).get(pk=nomination.pk)
    return found


def appraised(nomination: Nomination, people: Mapping[str, User], leader: str) -> None:
    """From draft to appraised, by the people whose turn it is."""
    _step(nomination, "submit", people[leader])
    _step(nomination, "accept", people["so-noi-vu"])
    _judge_all(nomination, people["so-noi-vu"])
    waiting = Opinion.objects.filter(nomination=nomination, answered_at=None).values_list("pk", flat=True)
    if waiting:
        answer(
            list(waiting), "agree", "Số liệu đúng với kết quả chính thức đã duyệt (minh họa).", by=people["so-ldtbxh-2"]
        )
    _step(nomination, "appraise", people["so-noi-vu"])


def _round_2022(campaign: Campaign, people: Mapping[str, User]) -> None:
    award_round = Round.objects.get(campaign=campaign, code="annual-2022")
    chosen = []
    with moment(2023, 3, 6):
        for officer, category, code, holder in (
            ("ninh-son", "district", "585", "585"),
            ("ninh-phuoc", "district", "587", "587"),
            ("thuan-bac", "commune", "22849", "588"),
            ("ninh-hai", "commune", "22868", "586"),
            ("ninh-phuoc", "commune", "22873", "587"),
        ):
            nomination = proposed(award_round, people, officer, category, code, holder)
            appraised(nomination, people, f"lanh-dao-{officer}")
            chosen.append(nomination)
        for officer, name, title, holder in (
            ("bac-ai", "Nguyễn Hữu Phước", "công chức xã Phước Thắng, huyện Bác Ái", "584"),
            ("ninh-phuoc", "Đạo Thanh Sơn", "công chức xã Phước Hữu, huyện Ninh Phước", "587"),
        ):
            nomination = _official(award_round, people, officer, name, title, holder)
            appraised(nomination, people, f"lanh-dao-{officer}")
            chosen.append(nomination)
        household = sample_household()
        proposal = awards.Proposal(
            "household",
            household_name(household),
            household=household,
            achievements=_achievement("Hộ gia đình"),
        )
        nomination = awards.nominate(
            award_round,
            proposal,
            holder_unit=unit_on("22846", clock.today()),
            is_illustrative=True,
            by=people["vinh-hai"],
        )
        _complete(nomination)
        _step(nomination, "confirm", people["lanh-dao-vinh-hai"])
        _step(nomination, "send_to_district", people["vinh-hai"])
        appraised(nomination, people, "lanh-dao-ninh-hai")
        chosen.append(nomination)
    with moment(2023, 4, 20):
        for nomination in chosen:
            _step(
                nomination,
                "recommend",
                people["so-noi-vu-2"],
                override_reason="Đã xem xét toàn bộ thành tích; thống nhất trình (minh họa).",
            )
    with moment(2023, 4, 27):
        _session(award_round, chosen, people)
    with moment(2023, 5, 19):
        decision = awards.decide(
            award_round,
            number="MH-512/QĐ-UBND",
            signed_on=date(2023, 5, 19),
            signer="Chủ tịch UBND tỉnh",
            pks=[nomination.pk for nomination in chosen],
            by=people["chu-tich"],
            is_illustrative=True,
        )
    with moment(2023, 5, 22):
        awards.release([decision], unsigned_reason="Dữ liệu minh họa, không có bản ký.", by=people["so-noi-vu-2"])


MEMBERS = ("Phó Chủ tịch UBND tỉnh, Chủ tịch Hội đồng", "Giám đốc Sở Nội vụ", "Giám đốc Sở LĐTBXH",
           "Chủ tịch Ủy ban MTTQ Việt Nam tỉnh", "Chánh Văn phòng UBND tỉnh")  # fmt: skip


def _session(award_round: Round, chosen: Sequence[Nomination], people: Mapping[str, User]) -> None:
    """The Council agrees; the counts are typed from paper ballots."""
    awards.advance([item.pk for item in chosen], "to_council", by=people["so-noi-vu-2"])
    members = [preparing.Member(f"Ủy viên {number} (minh họa)", title) for number, title in enumerate(MEMBERS, 1)]
    setting = preparing.Setting(
        "Phiên họp xét khen thưởng đợt hằng năm 2022",
        clock.today(),
        members[0].name,
        "Thư ký (minh họa)",
        "Phòng họp UBND tỉnh",
        CouncilSession.Method.PAPER,
    )
    by = people["thu-ky"]
    session = preparing.prepare(award_round, setting, members, is_illustrative=True, by=by)
    session = council.open_session(session.pk, edition=session.edition, by=by)
    for item in session.items.all():
        ballots.record_counts(item.pk, Count(agree=5, disagree=0), by=by)
    council.close_session(session.pk, edition=session.edition, by=by)
    awards.advance([item.pk for item in chosen], "to_decision", by=people["so-noi-vu-2"])


def _round_2023(campaign: Campaign, people: Mapping[str, User]) -> None:
    award_round = Round.objects.get(campaign=campaign, code="annual-2023")
    with moment(2024, 3, 11, 8, 30):
        son = proposed(award_round, people, "ninh-son", "district", "585", "585")
        appraised(son, people, "lanh-dao-ninh-son")
        bac = proposed(award_round, people, "thuan-bac", "district", "588", "588")
        appraised(bac, people, "lanh-dao-thuan-bac")
        phuoc = proposed(award_round, people, "ninh-phuoc", "commune", "22894", "587")
        _step(phuoc, "submit", people["lanh-dao-ninh-phuoc"])
        _step(phuoc, "accept", people["so-noi-vu"])
        hai = proposed(award_round, people, "ninh-hai", "commune", "22868", "586")
        _step(hai, "submit", people["lanh-dao-ninh-hai"])
        nam = proposed(award_round, people, "thuan-nam", "district", "589", "589")
        _step(nam, "submit", people["lanh-dao-thuan-nam"])
        _step(nam, "return", people["so-noi-vu"], reason="Thiếu báo cáo thành tích có xác nhận.")
        proposed(award_round, people, "bac-ai", "commune", "22801", "584")
        hero = _official(
            award_round, people, "ninh-son", "Huỳnh Thị Nga", "công chức Phòng LĐTBXH huyện Ninh Sơn", "585"
        )
        appraised(hero, people, "lanh-dao-ninh-son")
        _about_records(award_round, people)
    with moment(2024, 4, 8, 14, 0):
        _step(
            son, "recommend", people["so-noi-vu-2"], override_reason="Chương trình đã có, thống nhất trình (minh họa)."
        )


def _about_records(award_round: Round, people: Mapping[str, User]) -> None:
    """A department and a village on the desk: beside their parts stands what the portal holds of them."""
    health = Organisation.objects.get(code="so-y-te")
    proposal = awards.Proposal("agency", health.name, organisation=health, achievements=_achievement(health.name))
    agency = awards.nominate(
        award_round, proposal, holder_organisation=health, is_illustrative=True, by=people["so-y-te"]
    )
    _complete(agency)
    village = proposed(award_round, people, "vinh-hai", "village", "2284602", "22846")
    _step(village, "confirm", people["lanh-dao-vinh-hai"])
    _step(village, "send_to_district", people["vinh-hai"])
    for nomination, leader in ((agency, "so-y-te"), (village, "lanh-dao-ninh-hai")):
        _step(nomination, "submit", people[leader])
        _step(nomination, "accept", people["so-noi-vu"])
