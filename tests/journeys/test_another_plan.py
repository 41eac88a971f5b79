"""An invented province with another plan walks the whole road: one file, commands and pages, no code of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from docx import Document
from docx.oxml.ns import qn

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Role
from awards import actions
from awards.appraisal.actions.opinions import answer, ask
from awards.council.actions import ballots, preparing
from awards.council.actions import sessions as council
from awards.documents.actions import papers
from awards.documents.domain.kinds import KINDS
from awards.documents.round_data import Room
from awards.documents.subjects import subjects
from awards.models import AgendaItem, Award, Cap, Nomination, Opinion, Round
from awards.nominations.actions.evidence import link
from awards.nominations.dossiers import dossiers
from awards.ranking.actions.choices import choose
from campaign.models import Campaign
from core import clock
from core.findings import Source
from core.workflow import Refused
from tests import cast
from tests.awards.walking import complete, pdf, read
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Bloc, BlocMember, DutyHolding, Household, Membership, Organisation, Unit

PLAN = Path(__file__).with_name("tinh-mau.toml")
CODE = "tinh-mau-2022-2024"
COMMUNES = ("9101", "9102", "9103", "9104", "9105")
CLUSTERS = {"Cụm đồng bằng": ("9101", "9103", "9104"), "Cụm ven biển": ("9102", "9105")}  # the first of each leads
FIGURES = {  # commune: (poor, near poor) of 500 households at the end of 2021 and 2022
    "9101": ((50, 10), (39, 10)), "9102": ((50, 10), (40, 9)), "9103": ((50, 30), (45, 20)), "9104": ((50, 10), (45, 10)),
}  # fmt: skip


@dataclass
class Place:
    """What the journey starts with: a map, bodies and people; nothing of a plan."""

    units: dict[str, Unit]
    bodies: dict[str, Organisation]
    people: dict[str, User]

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


@pytest.fixture
def place(db: None, on_deadline_evening: None) -> Place:
    units: dict[str, Unit] = {}
    with audit.change(User.objects.command_line()) as trail:
        units["91"] = found_unit("91", "Tỉnh Mẫu", Kind.PROVINCE, parent=None, trail=trail)
        for code, kind in zip(COMMUNES, (*[Kind.RURAL_COMMUNE] * 3, Kind.WARD, Kind.SPECIAL_ZONE), strict=True):
            units[code] = found_unit(code, f"{kind.label} {code}", kind, parent=units["91"], trail=trail)
        units["910101"] = found_unit("910101", "Thôn Một", Kind.VILLAGE, parent=units["9101"], trail=trail)
        derive_ancestry()
    kinds = Organisation.Kind
    bodies = {
        code: Organisation.objects.create(code=code, name=name, kind=kind, seat=units["91"], valid_from=cast.START)
        for code, name, kind in (
            ("so", "Sở Tổ chức", kinds.DEPARTMENT),
            ("htx", "Hợp tác xã Mẫu", kinds.COOPERATIVE),
            ("dn", "Doanh nghiệp Mẫu", kinds.ENTERPRISE),
            ("thue", "Cục Thuế Tỉnh Mẫu", kinds.DEPARTMENT),
        )
    }
    for duty in (Duty.STANDING_AGENCY, Duty.AWARD_AGENCY):
        DutyHolding.objects.create(duty=duty, organisation=bodies["so"], valid_from=cast.START)
    bloc = Bloc.objects.create(name="Khối sản xuất")
    for code in ("htx", "dn"):
        BlocMember.objects.create(bloc=bloc, year=2022, organisation=bodies[code], is_head=code == "htx")
    for name, codes in CLUSTERS.items():
        cluster = Bloc.objects.create(name=name, kind=Bloc.Kind.CLUSTER)
        for code in codes:
            BlocMember.objects.create(bloc=cluster, year=2022, unit=units[code], is_head=code == codes[0])
    people = {}
    for name, role, code, body in (
        ("officer", Role.COMMUNE_OFFICER, "9101", ""),
        ("leader", Role.COMMUNE_LEADER, "9101", ""),
        ("officer3", Role.COMMUNE_OFFICER, "9103", ""),
        ("leader3", Role.COMMUNE_LEADER, "9103", ""),
        ("officer2", Role.COMMUNE_OFFICER, "9102", ""),
        ("leader2", Role.COMMUNE_LEADER, "9102", ""),
        ("one", Role.HOME_AFFAIRS_OFFICER, "91", "so"),
        ("two", Role.HOME_AFFAIRS_LEADER, "91", "so"),
        ("labour", Role.LABOUR_OFFICER, "91", "so"),
        ("chairman", Role.CHAIRMAN, "91", ""),
        ("htx", Role.ENTERPRISE_CONTACT, "91", "htx"),
        ("dn", Role.ENTERPRISE_CONTACT, "91", "dn"),
        ("thue", Role.AGENCY_OFFICER, "91", "thue"),
        ("secretary", Role.COUNCIL_SECRETARY, "91", ""),
        ("member1", Role.COUNCIL_MEMBER, "91", ""),
        ("member2", Role.COUNCIL_MEMBER, "91", ""),
        ("member3", Role.COUNCIL_MEMBER, "91", ""),
    ):
        people[name] = User.objects.create_user(f"mau-{name}", "mot-cau-ngan-de-nho", full_name=f"Người {name}")
        Membership.objects.create(
            user=people[name], role=role, unit=units[code], organisation=bodies.get(body), valid_from=cast.START
        )
    return Place(units, bodies, people)


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def _files(folder: Path) -> None:
    for at, year in enumerate((2021, 2022)):
        rows = [f"{code},500,{pair[at][0]},{pair[at][1]}" for code, pair in FIGURES.items()]
        (folder / f"{year}.csv").write_text("unit_code,households,poor,near_poor\n" + "\n".join(rows) + "\n", "utf-8")
    (folder / "chi-tieu.csv").write_text(
        "unit_code,indicator,at_least,decision_number,decision_date\n"
        "9103,combined_poverty_rate,3.00,7/QĐ-MAU,2022-01-05\n9104,combined_poverty_rate,3.00,7/QĐ-MAU,2022-01-05\n",
        "utf-8",
    )


# ---- the plan ----


def _load(tmp_path: Path) -> Round:
    """The plan, the figures, the targets: by command."""
    assert "phiên bản 1" in run("load_campaign", PLAN)
    assert "không có gì thay đổi" in run("load_campaign", PLAN)
    campaign = Campaign.objects.get(code=CODE)
    cast.open_every_period(campaign)
    _files(tmp_path)
    for year in (2021, 2022):
        run(
            "import_results",
            tmp_path / f"{year}.csv",
            "--campaign",
            CODE,
            "--year",
            year,
            "--status",
            "official",
            "--approve",
        )
    run("import_targets", tmp_path / "chi-tieu.csv", "--campaign", CODE, "--year", 2022)
    return Round.objects.get(campaign=campaign, code="dot-2022")


def _ceilings(award_round: Round) -> None:
    """Of a population, of the communes of each cluster, of the members of each bloc, a number; the deadline."""
    rows = Cap.objects.filter(round=award_round).select_related("bloc")
    assert {(row.group, row.bloc.name if row.bloc else ""): (row.at_most, row.basis) for row in rows} == {
        ("xa", "Cụm đồng bằng"): (2, "70,00 % của 3 cấp xã của Cụm đồng bằng"),
        ("xa", "Cụm ven biển"): (1, "70,00 % của 2 cấp xã của Cụm ven biển"),
        ("don-vi", "Khối sản xuất"): (1, "50,00 % của 2 thành viên của Khối sản xuất"),
        ("ho", ""): (1, ""),
        ("ca-nhan", ""): (1, "20,00 % của 5 cấp xã"),
    }
    assert (award_round.deadline.on, award_round.deadline.bound) == (date(2022, 12, 15), "on_or_before")


def _eligible(place: Place, sign_in: Callable[[User], Client]) -> None:
    """One criterion or the other; a window of one year and one of three."""
    rows = json.loads(run("evaluate", "--campaign", CODE, "--round", "dot-2022", "--format", "json"))
    found = {(row["unit"], row["criterion"]): (row["outcome"], row["actual"], row["required"]) for row in rows}
    assert found["9101", "X1"] == ("met", "2.20", "2.00")
    assert found["9102", "X1"] == ("not_met", "2.00", "2.00")  # more than, not at least
    assert (found["9103", "X1"][0], found["9103", "X2"]) == ("not_met", ("met", "3.00", "3.00"))
    assert (found["9104", "X1"][0], found["9104", "X2"][0]) == ("not_met", "not_met")
    assert found["9105", "X2"][0] == "unknown"
    assert found["91", "M1"][0] == "unknown"  # one commune has no figures: no partial total
    final = json.loads(run("evaluate", "--campaign", CODE, "--round", "tong-ket-2024", "--format", "json"))
    years = [(row["year"], row["outcome"]) for row in final if (row["unit"], row["criterion"]) == ("9101", "X1")]
    assert years == [(2022, "met"), (2023, "unknown"), (2024, "unknown")]
    page = sign_in(place.one).get("/khen-thuong/dot-2022/du-dieu-kien/?nhom=xa")
    places = {row.unit.code: row.place for row in page.context["page"].paginator.object_list}
    assert places == {"9101": 0, "9103": 0, "9102": 2, "9104": 2, "9105": 2}


# ---- dossiers ----


def _proposed(place: Place, award_round: Round) -> dict[str, Nomination]:
    """Four communes of two clusters, a household, two members of a bloc: by whoever may, and by nobody else."""
    units, bodies, made = place.units, place.bodies, {}

    def commune(code: str, holder: str, by: User) -> Nomination:
        proposal = actions.Proposal(
            "xa", f"Nhân dân và cán bộ {units[code].name}", unit=units[code], achievements="Tốt."
        )
        return actions.nominate(award_round, proposal, holder_unit=units[holder], by=by)

    def enterprise(code: str, holder: str) -> Nomination:
        proposal = actions.Proposal("dn", bodies[code].name, organisation=bodies[code], achievements="Tốt.")
        return actions.nominate(award_round, proposal, holder_organisation=bodies[holder], by=place.people[holder])

    for code, by in (("9101", place.officer), ("9102", place.officer2), ("9103", place.officer3)):
        made[code] = commune(code, code, by)
    with pytest.raises(Refused, match="9102 không phải là trưởng cụm thi đua của Phường 9104 năm 2022"):
        commune("9104", "9102", place.officer2)
    made["9104"] = commune("9104", "9101", place.officer)  # the head of its cluster proposes it
    with pytest.raises(Refused, match=r"trưởng khối thi đua lập và trình: Hợp tác xã Mẫu \(Khối sản xuất\)"):
        enterprise("dn", "dn")
    for code in ("htx", "dn"):
        made[code] = enterprise(code, "htx")
    with pytest.raises(Refused, match="không thuộc nhóm «Cơ quan cấp tỉnh»"):
        actions.nominate(
            award_round,
            actions.Proposal("co-quan", "Hợp tác xã Mẫu", organisation=bodies["htx"]),
            holder_organisation=bodies["htx"],
            by=place.htx,
        )
    made["ho"] = _household(place, award_round, "Trần Hoà")
    counted = {code: (item.group, str(item.bloc or "")) for code, item in made.items()}
    assert counted == {
        "9101": ("xa", "Cụm đồng bằng"),
        "9103": ("xa", "Cụm đồng bằng"),
        "9104": ("xa", "Cụm đồng bằng"),
        "9102": ("xa", "Cụm ven biển"),
        "htx": ("don-vi", "Khối sản xuất"),
        "dn": ("don-vi", "Khối sản xuất"),
        "ho": ("ho", ""),
    }
    return made


def _household(place: Place, award_round: Round, head: str) -> Nomination:
    village = place.units["910101"]
    house = Household.objects.create(code=f"H-{head}", village=village, head=head, valid_from=cast.START)
    proposal = actions.Proposal("ho", f"Hộ ông {head}", household=house, achievements="Tốt.", has_consent=True)
    item = actions.nominate(award_round, proposal, holder_unit=place.units["9101"], by=place.officer)
    for number in (1, 2):  # the plan asks for two papers; whether they are good the reviewers say
        link(item.pk, "H1", Source("paper", "", f"Giấy xác nhận {number}"), file=pdf("xac-nhan.pdf"), by=place.officer)
    return item


def _sent(place: Place, made: dict[str, Nomination]) -> None:
    """Confirmed where the road says so, then sent; of the bloc by its head."""
    for code, leader in (
        ("9101", place.leader),
        ("9102", place.leader2),
        ("9103", place.leader3),
        ("9104", place.leader),
        ("ho", place.leader),
    ):
        complete(made[code])
        with pytest.raises(Refused, match="UBND cấp xã cần xác nhận"):
            actions.advance([made[code].pk], "submit", by=leader)
        actions.advance([made[code].pk], "confirm", by=leader)
        actions.advance([made[code].pk], "submit", by=leader)
    for code in ("htx", "dn"):
        complete(made[code])
        actions.advance([made[code].pk], "submit", by=place.htx)


def _the_last_second(place: Place, award_round: Round, made: dict[str, Nomination]) -> None:
    """The hard deadline takes dossiers to the end of its day, and neither a new one nor a waiting one after it."""
    with clock.at(datetime(2022, 12, 15, 23, 59, 59, tzinfo=clock.VIETNAM)):
        made["ho2"] = complete(_household(place, award_round, "Lê Hai"))
        actions.advance([made["ho2"].pk], "confirm", by=place.leader)
        actions.advance([made["ho2"].pk], "submit", by=place.leader)
        waits = complete(_household(place, award_round, "Phan Ba"))
    with clock.at(datetime(2022, 12, 16, 0, 0, 0, tzinfo=clock.VIETNAM)):
        late = "đã hết hạn nhận hồ sơ: chậm nhất ngày 15/12/2022"
        with pytest.raises(Refused, match=late):
            _household(place, award_round, "Vũ Tư")
        with pytest.raises(Refused, match=late):
            actions.advance([waits.pk], "confirm", by=place.leader)


# ---- appraised, listed ----


def _appraised(place: Place, item: Nomination) -> None:
    """Two reviewers apart from each other, the standing agency about the figures, the tax office about an enterprise."""
    actions.advance([item.pk], "accept", by=place.one)
    for reviewer in (place.one, place.two):
        for part in dossiers([read(item.pk)])[item.pk].parts:
            if part.asks_reviewer:
                actions.judge(item.pk, part.key, "met", "Có tài liệu.", by=reviewer)
        if reviewer is place.one and any(p.asks_reviewer for p in dossiers([read(item.pk)])[item.pk].parts):
            with pytest.raises(Refused, match="chưa có nhận xét"):
                actions.advance([item.pk], "appraise", by=place.one)
    if item.organisation_id:
        asked = ask(item, place.bodies["thue"], "Việc chấp hành pháp luật thuế", by=place.one)
        with pytest.raises(Refused, match="Còn ý kiến chưa trả lời: Cục Thuế Tỉnh Mẫu"):
            actions.advance([item.pk], "appraise", by=place.one)
        answer([asked.pk], "agree", "Không nợ thuế.", by=place.thue)
    for row in Opinion.objects.filter(nomination=item, answered_at=None):
        answer([row.pk], "agree", "Số liệu đúng.", by=place.labour)
    actions.advance([item.pk], "appraise", by=place.one)


def _listed(place: Place, award_round: Round, made: dict[str, Nomination]) -> list[Nomination]:
    """Each ceiling is full by itself and refuses the next; a place of another cluster is nobody else's."""

    def recommend(*codes: str) -> None:
        actions.advance([made[code].pk for code in codes], "recommend", by=place.two, override_reason="Có tiến bộ.")

    recommend("9101", "9103")
    with pytest.raises(Refused, match=r"đã đủ 02 xã, phường, Cụm đồng bằng \(Điều 4.1\): .*9101; .*9103"):
        recommend("9104")
    recommend("9102")
    choose(award_round, "ho", [made["ho"].pk], [made["ho2"].pk], "Giúp được nhiều hộ hơn.", by=place.two)
    recommend("ho")
    with pytest.raises(Refused, match=r"đã đủ 01 hộ gia đình \(Điều 4.3\)"):
        recommend("ho2")
    choose(award_round, "don-vi", [made["htx"].pk], [made["dn"].pk], "Tạo nhiều việc làm hơn.", by=place.two)
    recommend("htx")
    with pytest.raises(Refused, match=r"đã đủ 01 đơn vị, Khối sản xuất \(Điều 4.2\): Hợp tác xã Mẫu"):
        recommend("dn")
    return [made[code] for code in ("9101", "9102", "9103", "ho", "htx")]


# ---- papers, the Council, the decision ----


def _paper(award_round: Round, kind: str, by: User, *, number: str = "") -> str:
    """A paper of the round made, kept, registered; its words."""
    room = Room(award_round)
    found = next(item for item in subjects(room) if item.kind is KINDS[kind])
    paper = papers.make(room, found, by=by)
    if number:
        papers.register(paper, number=number, dated=clock.today(), by=by)
    with paper.file.content.open("rb") as file:
        return "\n".join(node.text or "" for node in Document(file).element.body.iter(qn("w:t")))


def _council(place: Place, award_round: Round, listed: list[Nomination]) -> None:
    """A session with an open ballot: opened, voted by those who sit there, closed."""
    pks = [item.pk for item in listed]
    with pytest.raises(Refused, match="Hội đồng"):
        actions.advance(pks, "to_comment", by=place.two)
    actions.advance(pks, "to_council", by=place.two)
    setting = preparing.Setting("Phiên xét đợt 2022", clock.today(), "Ông Chủ trì", "Bà Thư ký")
    seats = [
        preparing.Member(place.people[name].full_name, user=place.people[name])
        for name in ("member1", "member2", "member3")
    ]
    session = preparing.prepare(award_round, setting, seats, by=place.secretary)
    session = council.open_session(session.pk, edition=session.edition, by=place.secretary)
    items = list(AgendaItem.objects.filter(session=session))
    assert {item.nomination_id for item in items} == set(pks)
    for item in items:
        for name in ("member1", "member2", "member3"):
            ballots.vote(item.pk, "agree" if name != "member3" else "disagree", by=place.people[name])
        ballots.end_vote(item.pk, by=place.secretary)
    council.close_session(session.pk, edition=session.edition, by=place.secretary)
    assert set(AgendaItem.objects.values_list("result", flat=True)) == {"agreed"}
    assert "Hợp tác xã Mẫu" in _paper(award_round, "bien-ban-hop", place.secretary)


def _decided(place: Place, award_round: Round, listed: list[Nomination], made: dict[str, Nomination]) -> None:
    """Public comment runs its term, the chairman decides, the names are public once they are released."""
    pks = [item.pk for item in listed]
    actions.advance(pks, "to_comment", by=place.two)
    with pytest.raises(Refused, match="lấy ý kiến công khai"):
        actions.advance(pks, "to_decision", by=place.two)
    with clock.at(datetime(2022, 12, 21, 9, 0, tzinfo=clock.VIETNAM)):
        actions.advance(pks, "to_decision", by=place.two)
        assert "Nhân dân và cán bộ Xã 9103" in _paper(award_round, "to-trinh", place.two, number="4/TTr-MAU")
        assert "Tờ trình số 4/TTr-MAU" in _paper(award_round, "quyet-dinh", place.chairman)  # the draft
        decision = actions.decide(
            award_round,
            number="9/QĐ-MAU",
            signed_on=date(2022, 12, 21),
            signer="Chủ tịch UBND Tỉnh Mẫu",
            pks=pks,
            by=place.chairman,
        )
        assert "Hợp tác xã Mẫu" not in Client().get("/cong-khai/2022/").content.decode()
        actions.release([decision], unsigned_reason="Bản ký gửi sau.", by=place.chairman)
        for code in ("9104", "dn", "ho2"):
            actions.advance(
                [made[code].pk], "decline", by=place.one, reason="Hết chỗ.", reason_code="Chưa đủ thời gian tham gia"
            )
        public = Client().get("/cong-khai/2022/").content.decode()
    for item in listed:
        assert item.printed_name in public
    assert "Doanh nghiệp Mẫu" not in public and "Lê Hai" not in public


def _a_round_without_a_council(place: Place, campaign: Campaign) -> None:
    """A second round of its own ceiling and no deadline: one reviewer, no Council, no comment."""
    award_round = Round.objects.get(campaign=campaign, code="chuyen-de-2022")
    assert award_round.deadline is None
    proposal = actions.Proposal(
        "nguoi", "Bà Lê Thị Một", person="Lê Thị Một", person_title="Cán bộ", achievements="Tốt."
    )
    item = complete(actions.nominate(award_round, proposal, holder_unit=place.units["9101"], by=place.officer))
    for step, by in (("confirm", place.leader), ("submit", place.leader), ("accept", place.one)):
        actions.advance([item.pk], step, by=by)
    actions.judge(item.pk, "N1", "met", "Có biên bản.", by=place.one)
    for step, by in (("appraise", place.one), ("recommend", place.two), ("to_decision", place.two)):
        actions.advance([item.pk], step, by=by)
    actions.decide(
        award_round,
        number="10/QĐ-MAU",
        signed_on=clock.today(),
        signer="Chủ tịch UBND Tỉnh Mẫu",
        pks=[item.pk],
        by=place.chairman,
    )


def test_the_whole_road(place: Place, tmp_path: Path, sign_in: Callable[[User], Client]) -> None:
    walk_the_road(place, tmp_path, sign_in)


def walk_the_road(place: Place, tmp_path: Path, sign_in: Callable[[User], Client]) -> Round:
    """From the plan's file to the decision; the round that was decided."""
    award_round = _load(tmp_path)
    _ceilings(award_round)
    _eligible(place, sign_in)
    guidance = _paper(award_round, "huong-dan", place.two, number="1/HD-MAU")
    assert "chậm nhất ngày 15/12/2022" in guidance and "không quá 02" in guidance
    assert "Nghị định số 91/2017/NĐ-CP" in guidance and "95/2018/QĐ-UBND" not in guidance  # another province's own act
    made = _proposed(place, award_round)
    _sent(place, made)
    _the_last_second(place, award_round, made)
    with clock.at(datetime(2022, 12, 16, 9, 0, tzinfo=clock.VIETNAM)):
        for item in made.values():
            _appraised(place, item)
        asked = [part.key for part in dossiers([read(made["dn"].pk)])[made["dn"].pk].parts if part.asks_reviewer]
        assert asked == ["D1"]  # D2 is asked of banks alone
        listed = _listed(place, award_round, made)
        _council(place, award_round, listed)
        _decided(place, award_round, listed, made)
        _a_round_without_a_council(place, award_round.campaign)
        for address in (
            "/the-le/",
            "/khen-thuong/",
            "/khen-thuong/dot-2022/",
            "/khen-thuong/dot-2022/bang-so-luong/",
            "/khen-thuong/dot-2022/van-ban/",
            "/khen-thuong/tong-ket-2024/",
        ):
            assert sign_in(place.two).get(address).status_code == 200, address
    given = Award.objects.values_list("nomination__round__code", "form")
    assert sorted(given) == [("chuyen-de-2022", "co-thi-dua"), *[("dot-2022", "co-thi-dua")] * 5]
    return award_round
