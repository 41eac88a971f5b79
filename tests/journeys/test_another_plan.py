"""An invented province with another plan walks the whole road: one file, commands and pages, no code of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Role
from awards import actions
from awards.actions.choices import choose
from awards.actions.opinions import answer
from awards.dossiers import dossiers
from awards.models import Award, Cap, CommentPeriod, Nomination, Opinion, Round
from campaign.models import Campaign
from core import clock
from core.workflow import Refused
from tests import cast
from tests.awards.walking import complete, read
from units.actions.map import derive_ancestry, found_unit
from units.levels import Kind
from units.models import Bloc, BlocMember, DutyHolding, Household, Membership, Organisation, Unit

PLAN = Path(__file__).with_name("tinh-mau.toml")
CODE = "tinh-mau-2022-2024"
COMMUNES = ("9101", "9102", "9103", "9104", "9105")
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
            ("so", "Sở Tổ chức", kinds.DEPARTMENT), ("htx", "Hợp tác xã Mẫu", kinds.COOPERATIVE),
            ("dn", "Doanh nghiệp Mẫu", kinds.ENTERPRISE),
        )
    }  # fmt: skip
    for duty in (Duty.STANDING_AGENCY, Duty.AWARD_AGENCY):
        DutyHolding.objects.create(duty=duty, organisation=bodies["so"], valid_from=cast.START)
    bloc = Bloc.objects.create(name="Khối sản xuất")
    for code in ("htx", "dn"):
        BlocMember.objects.create(bloc=bloc, year=2022, organisation=bodies[code], is_head=code == "htx")
    people = {}
    for name, role, code, body in (
        ("officer", Role.COMMUNE_OFFICER, "9101", ""), ("leader", Role.COMMUNE_LEADER, "9101", ""),
        ("officer3", Role.COMMUNE_OFFICER, "9103", ""), ("leader3", Role.COMMUNE_LEADER, "9103", ""),
        ("officer4", Role.COMMUNE_OFFICER, "9104", ""), ("leader4", Role.COMMUNE_LEADER, "9104", ""),
        ("one", Role.HOME_AFFAIRS_OFFICER, "91", "so"), ("two", Role.HOME_AFFAIRS_LEADER, "91", "so"),
        ("labour", Role.LABOUR_OFFICER, "91", "so"), ("chairman", Role.CHAIRMAN, "91", ""),
        ("htx", Role.ENTERPRISE_CONTACT, "91", "htx"), ("dn", Role.ENTERPRISE_CONTACT, "91", "dn"),
    ):  # fmt: skip
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


def _walk_up(place: Place, item: Nomination, *, author: User, signer: User) -> Nomination:
    complete(item)
    with pytest.raises(Refused, match="UBND cấp xã cần xác nhận"):
        actions.advance([item.pk], "submit", by=signer)
    actions.advance([item.pk], "confirm", by=signer)
    actions.advance([item.pk], "submit", by=signer)
    return actions.advance([item.pk], "accept", by=place.one)[0]


def _appraise(place: Place, item: Nomination) -> None:
    for reviewer in (place.one, place.two):
        for part in dossiers([read(item.pk)])[item.pk].parts:
            if part.asks_reviewer:
                actions.judge(item.pk, part.key, "met", "Có tài liệu.", by=reviewer)
        if reviewer is place.one and any(p.asks_reviewer for p in dossiers([read(item.pk)])[item.pk].parts):
            with pytest.raises(Refused, match="chưa có nhận xét"):
                actions.advance([item.pk], "appraise", by=place.one)
    for row in Opinion.objects.filter(nomination=item, answered_at=None):
        answer([row.pk], "agree", "Số liệu đúng.", by=place.labour)
    actions.advance([item.pk], "appraise", by=place.one)


def test_the_whole_road(place: Place, tmp_path: Path, sign_in: Callable[[User], Client]) -> None:
    # the plan, the figures, the targets: by command
    assert "phiên bản 1" in run("load_campaign", PLAN)
    assert "không có gì thay đổi" in run("load_campaign", PLAN)
    campaign = Campaign.objects.get(code=CODE)
    cast.open_every_period(campaign)
    _files(tmp_path)
    for year in (2021, 2022):
        run("import_results", tmp_path / f"{year}.csv", "--campaign", CODE, "--year", year, "--status", "official", "--approve")  # fmt: skip
    run("import_targets", tmp_path / "chi-tieu.csv", "--campaign", CODE, "--year", 2022)

    # ceilings of every kind, the deadline of the round
    award_round = Round.objects.get(campaign=campaign, code="dot-2022")
    caps = {
        (row.group, row.bloc.name if row.bloc else ""): row.at_most for row in Cap.objects.filter(round=award_round)
    }
    assert caps == {("xa", ""): 2, ("don-vi", "Khối sản xuất"): 1, ("ho", ""): 1}
    assert Cap.objects.get(group="xa").basis == "40,00 % của 5 cấp xã"
    assert (award_round.deadline.on, award_round.deadline.bound) == (date(2022, 12, 15), "on_or_before")

    # who is eligible: one criterion or the other
    rows = json.loads(run("evaluate", "--campaign", CODE, "--round", "dot-2022", "--format", "json"))
    found = {(row["unit"], row["criterion"]): (row["outcome"], row["actual"], row["required"]) for row in rows}
    assert found["9101", "X1"] == ("met", "2.20", "2.00")
    assert found["9102", "X1"] == ("not_met", "2.00", "2.00")  # more than, not at least
    assert (found["9103", "X1"][0], found["9103", "X2"]) == ("not_met", ("met", "3.00", "3.00"))
    assert (found["9104", "X1"][0], found["9104", "X2"][0]) == ("not_met", "not_met")
    assert found["9105", "X2"][0] == "unknown"
    assert found["91", "M1"][0] == "unknown"  # one commune has no figures: no partial total
    page = sign_in(place.one).get("/khen-thuong/dot-2022/du-dieu-kien/?nhom=xa")
    places = {row.unit.code: row.place for row in page.context["page"].paginator.object_list}
    assert places == {"9101": 0, "9103": 0, "9102": 2, "9104": 2, "9105": 2}

    # dossiers: two communes, a household, an enterprise; whoever is of another class is refused
    made = {}
    client = sign_in(place.officer)
    address = f"/khen-thuong/dot-2022/lap-ho-so/?nhom=xa&ai=u-{place.units['9101'].pk}"
    assert "Xã 9101" in client.get(address).content.decode()
    for code, by in (("9101", place.officer), ("9103", place.officer3), ("9104", place.officer4)):
        proposal = actions.Proposal("xa", f"Nhân dân và cán bộ {code}", unit=place.units[code], achievements="Tốt.")
        made[code] = actions.nominate(award_round, proposal, holder_unit=place.units[code], by=by)
    household = Household.objects.create(
        code="H1", village=place.units["910101"], head="Trần Hoà", valid_from=cast.START
    )
    proposal = actions.Proposal("ho", "Hộ ông Trần Hoà", household=household, achievements="Tốt.", has_consent=True)
    made["ho"] = actions.nominate(award_round, proposal, holder_unit=place.units["9101"], by=place.officer)
    for code in ("htx", "dn"):
        proposal = actions.Proposal("dn", place.bodies[code].name, organisation=place.bodies[code], achievements="Tốt.")
        made[code] = actions.nominate(
            award_round, proposal, holder_organisation=place.bodies[code], by=place.people[code]
        )
    with pytest.raises(Refused, match="không thuộc nhóm «Cơ quan cấp tỉnh»"):
        actions.nominate(
            award_round, actions.Proposal("co-quan", "Hợp tác xã Mẫu", organisation=place.bodies["htx"]),
            holder_organisation=place.bodies["htx"], by=place.htx,
        )  # fmt: skip
    assert (made["9101"].group, made["ho"].group, made["htx"].group, made["htx"].bloc.name) == (
        "xa", "ho", "don-vi", "Khối sản xuất",
    )  # fmt: skip

    # the hard deadline takes dossiers on its day, and none the day after
    with clock.at(datetime(2022, 12, 16, 8, 0, tzinfo=clock.VIETNAM)):
        with pytest.raises(Refused, match="đã hết hạn nhận hồ sơ: chậm nhất ngày 15/12/2022"):
            actions.nominate(
                award_round, actions.Proposal("nguoi", "Bà Lê Thị Một", person="Lê Thị Một", person_title="Cán bộ"),
                holder_unit=place.units["9101"], by=place.officer,
            )  # fmt: skip

    # up, two reviewers, the list; the household's two papers are judged by the reviewers who hold them
    for code, signer in (
        ("9101", place.leader),
        ("9103", place.leader3),
        ("9104", place.leader4),
        ("ho", place.leader),
    ):
        _walk_up(place, made[code], author=made[code].author, signer=signer)
        _appraise(place, made[code])
    for code in ("htx", "dn"):
        complete(made[code])
        actions.advance([made[code].pk], "submit", by=place.people[code])
        actions.advance([made[code].pk], "accept", by=place.one)
        asked = [part.key for part in dossiers([read(made[code].pk)])[made[code].pk].parts if part.asks_reviewer]
        assert asked == ["D1"]  # D2 is asked of banks alone
        _appraise(place, made[code])
    actions.advance([made["9101"].pk, made["9103"].pk, made["ho"].pk], "recommend", by=place.two)
    with pytest.raises(Refused, match="đã đủ 02 xã, phường"):
        actions.advance([made["9104"].pk], "recommend", by=place.two, override_reason="Có tiến bộ.")
    choose(award_round, "don-vi", [made["htx"].pk], [made["dn"].pk], "Tạo nhiều việc làm hơn.", by=place.two)
    actions.advance([made["htx"].pk], "recommend", by=place.two)
    with pytest.raises(Refused):
        actions.advance([made["dn"].pk], "recommend", by=place.two)
    listed = [made[code].pk for code in ("9101", "9103", "ho", "htx")]

    # no council: straight to public comment, then to the chairman
    actions.advance(listed, "to_comment", by=place.two)
    with pytest.raises(Refused, match="lấy ý kiến công khai"):
        actions.advance(listed, "to_decision", by=place.two)
    for pk in listed:
        if not CommentPeriod.objects.filter(nomination=pk).exists():
            CommentPeriod.objects.create(
                nomination_id=pk, opened_on=date(2022, 12, 15), until=date(2022, 12, 19), by=place.two
            )
    with clock.at(datetime(2022, 12, 20, 9, 0, tzinfo=clock.VIETNAM) + timedelta(hours=1)):
        actions.advance(listed, "to_decision", by=place.two)
        decision = actions.decide(
            award_round, number="9/QĐ-MAU", signed_on=date(2022, 12, 20), signer="Chủ tịch UBND Tỉnh Mẫu", pks=listed,
            by=place.chairman,
        )  # fmt: skip
        assert "Hợp tác xã Mẫu" not in Client().get("/cong-khai/2022/").content.decode()
        actions.release([decision], by=place.chairman)
        actions.advance(
            [made["9104"].pk], "decline", by=place.one, reason="Không đạt.", reason_code="Chưa đủ thời gian tham gia"
        )
        public = Client().get("/cong-khai/2022/").content.decode()
    for name in ("Nhân dân và cán bộ 9101", "Nhân dân và cán bộ 9103", "Hộ ông Trần Hoà", "Hợp tác xã Mẫu"):
        assert name in public
    assert "Doanh nghiệp Mẫu" not in public
    assert set(Award.objects.values_list("form", flat=True)) == {"co-thi-dua"}
    for address in ("/the-le/", "/khen-thuong/", "/khen-thuong/dot-2022/", "/khen-thuong/dot-2022/bang-so-luong/"):
        assert sign_in(place.two).get(address).status_code == 200, address
