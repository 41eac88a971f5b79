"""Dossiers of every class drawn up in the browser: who may be proposed, what stands in the form, what is kept."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from awards import actions
from awards.models import Nomination
from awards.nominations import register
from awards.nominations.domain import declared
from awards.nominations.domain.declared import Declared
from awards.nominations.nominees import Choice, printed_name
from awards.workflow.states import State
from campaign.plan.actions.definitions import store_definition
from core.workflow import Refused
from tests import cast
from tests.awards.walking import complete, read
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Bloc, BlocMember, Household, Membership, Unit

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE = "/khen-thuong/annual-2022/lap-ho-so/"
NOTHING = {"da-nhan-TOTAL_FORMS": "0", "da-nhan-INITIAL_FORMS": "0"}


@pytest.fixture
def village(province: cast.Province) -> Unit:
    with audit.change(User.objects.command_line()) as trail:
        made = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    return made


@pytest.fixture
def household(village: Unit) -> Household:
    return Household.objects.create(code="H1", village=village, head="Katơr Liên", valid_from=cast.START)


NAMES = [f"Hộ gia đình {address} Katơr Liên, thôn Tà Lú, xã Phước Đại" for address in ("ông", "bà")]


def _draft(client: Client, group: str, key: str, **said: str) -> Nomination:
    page = f"{PAGE}?nhom={group}&ai={key}"
    known = {"da-biet": [note.key for note in client.get(page).context["notes"]]}
    answer = client.post(page, {"achievements": "Thành tích.", **NOTHING, **known, **said})
    assert answer.status_code == 302, re.findall(r"<li>(.*?)</li>", answer.content.decode())
    return read(Nomination.objects.latest("pk").pk)


def test_all_seven_classes_are_drawn_up_by_those_whose_they_are(
    province: cast.Province, sign_in: SignIn, village: Unit, household: Household
) -> None:
    district, commune = province.unit("584"), province.unit("22801")
    commune_client, district_client = sign_in(province.phuoc_dai), sign_in(province.bac_ai)
    made = [
        _draft(sign_in(province.health), "agency", f"o-{province.bodies['so-y-te'].pk}"),
        _draft(district_client, "district", f"u-{district.pk}"),
        _draft(commune_client, "commune", f"u-{commune.pk}"),
        _draft(commune_client, "village", f"u-{village.pk}"),
        _draft(commune_client, "household", f"h-{household.pk}", has_consent="on", name_as=NAMES[0]),
        _draft(commune_client, "official", f"p-u-{commune.pk}", person="Bà Lan", person_title="Công chức xã"),
        _draft(sign_in(province.enterprise), "enterprise", f"o-{province.bodies['htx'].pk}"),
    ]
    assert [(item.category, item.printed_name, str(item.holder), item.group) for item in made] == [
        ("agency", "Sở Y tế", "Sở Y tế", "collective"),
        ("district", "Nhân dân và cán bộ huyện Bác Ái", "Huyện Bác Ái", "collective"),
        ("commune", "Nhân dân và cán bộ xã Phước Đại", "Xã Phước Đại", "collective"),
        ("village", "Nhân dân và cán bộ thôn Tà Lú, xã Phước Đại", "Xã Phước Đại", "collective"),
        ("household", "Hộ gia đình ông Katơr Liên, thôn Tà Lú, xã Phước Đại", "Xã Phước Đại", "individual"),
        ("official", "Bà Lan", "Xã Phước Đại", "individual"),
        ("enterprise", "Hợp tác xã Nông nghiệp An Xuân", "Hợp tác xã Nông nghiệp An Xuân", "collective"),
    ]
    assert made[4].has_consent is True


def test_whether_the_head_of_a_household_is_ong_or_ba_is_asked(
    province: cast.Province, sign_in: SignIn, household: Household
) -> None:
    client, address = sign_in(province.phuoc_dai), f"{PAGE}?nhom=household&ai=h-{household.pk}"
    page = client.get(address)
    assert [value for value, _ in page.context["form"].fields["name_as"].choices] == NAMES
    assert "checked" not in str(page.context["form"]["name_as"])
    assert "ông (bà)" not in page.content.decode()
    empty = client.post(address, {"achievements": "Thành tích.", **NOTHING})
    assert (empty.status_code, "chọn ông hay bà" in empty.content.decode()) == (422, True)
    assert "Thành tích." in empty.content.decode()
    item = _draft(client, "household", f"h-{household.pk}", name_as=NAMES[1])
    assert item.printed_name == NAMES[1]
    both = {"printed_name": "Hộ gia đình bà Katơr Liên", "edition": "1", **NOTHING}
    assert client.post(f"/ho-so/{item.pk}/sua/", both).status_code == 302
    for name in ("Hộ ông (bà) Katơr Liên", "Hộ bà (ông) Katơr Liên"):
        with pytest.raises(Refused, match="Hộ gia đình ông"):
            actions.edit(item.pk, {"printed_name": name}, edition=2, by=province.phuoc_dai)


def test_another_name_of_a_household_stands_as_typed(
    province: cast.Province, sign_in: SignIn, household: Household
) -> None:
    name = "Hộ gia đình ông Katơr Liên, xã Phước Đại, huyện Bác Ái"
    item = _draft(sign_in(province.phuoc_dai), "household", f"h-{household.pk}", name_as=NAMES[0], printed_name=name)
    assert item.printed_name == name


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "Hộ ông (bà) Katơr Liên", "Hộ ông (Bà) Katơr Liên", "Hộ ông/bà Katơr Liên", "Hộ gia đình ông, bà Katơr Liên",
        "Hộ gia đình Ông/Bà Katơr Liên", "Hộ gia đình ông hoặc bà Katơr Liên", "Katơr Liên", "Hộ Katơr Liên", "Hộ Bá Liên",
        "Hộ gia đình bà",
    ],
)  # fmt: skip
def test_no_road_prints_a_household_unasked(province: cast.Province, household: Household, name: str) -> None:
    proposal = actions.Proposal("household", name, household=household)
    with pytest.raises(Refused, match="Hộ gia đình ông"):
        actions.nominate(province.annual_2022, proposal, holder_unit=province.unit("22801"), by=province.phuoc_dai)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("Hộ ông Katơr Liên", "ông"), ("hộ gia đình bà Katơr Liên", "bà"), ("Bà Katơr Liên", "bà"),
        ("Hộ ông (bà) Katơr Liên", ""), ("Katơr Liên", ""), ("Bá Liên", ""), ("Hộ Katơr Liên", ""),
    ],
)  # fmt: skip
def test_a_list_tells_ong_or_ba_or_is_asked(household: Household, said: str, address: str) -> None:
    chosen = Choice(f"h-{household.pk}", "Hộ Katơr Liên", "Thôn Tà Lú, Xã Phước Đại", household)
    expected = f"Hộ gia đình {address} Katơr Liên, thôn Tà Lú, xã Phước Đại" if address else ""
    assert printed_name(chosen, said) == expected


def test_an_entrepreneur_is_a_person_of_the_enterprise(province: cast.Province, sign_in: SignIn) -> None:
    key = f"p-o-{province.bodies['htx'].pk}"
    item = _draft(sign_in(province.enterprise), "enterprise", key, person="Ông Đạt", person_title="Giám đốc")
    assert (item.person, item.group, item.organisation) == ("Ông Đạt", "individual", None)


@pytest.mark.parametrize(
    ("first", "second", "is_twice"),
    [
        ({"person": "Ông Đạt Văn Ba"}, {"person": "ĐẠT VĂN BA"}, True),
        ({"birth_year": 1970}, {"birth_year": 1970, "person_title": "Phó Giám đốc"}, True),
        ({"birth_year": 1970}, {"birth_year": 1995}, False),
        ({"staff_code": "CB-1"}, {"staff_code": "cb 2"}, False),
        ({}, {"person_title": "Phó Giám đốc"}, False),
        ({}, {"person": "Đạt Văn Bà"}, False),
    ],
    ids=["addressed", "another post", "another age", "another code", "nothing but the name", "other marks"],
)
def test_a_person_has_one_dossier_of_a_round(
    province: cast.Province, first: dict[str, Any], second: dict[str, Any], is_twice: bool
) -> None:
    said = {"person": "Đạt Văn Ba", "person_title": "Giám đốc", "achievements": "Tốt."}
    body = province.bodies["htx"]

    def begin(more: dict[str, Any]) -> None:
        person = {**said, **more}
        proposal = actions.Proposal("enterprise", person["person"], **person)
        actions.nominate(province.annual_2022, proposal, holder_organisation=body, by=province.enterprise)

    begin(first)
    if is_twice:
        with pytest.raises(Refused, match="đã có hồ sơ trong"):
            begin(second)
    else:
        begin(second)
    assert Nomination.objects.filter(holder_organisation=body).count() == (1 if is_twice else 2)


def test_nominees_are_found_by_words_and_one_dossier_each(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    page = client.get(f"{PAGE}?nhom=commune&tim=dai+phuoc").content.decode()
    assert re.findall(r"<b>(Xã [^<]+)</b>", page) == ["Xã Phước Đại"]
    _draft(client, "commune", f"u-{province.unit('22801').pk}")
    page = client.get(f"{PAGE}?nhom=commune&tim=dai+phuoc").content.decode()
    assert "đã có hồ sơ trong đợt" in page
    assert client.get(f"{PAGE}?nhom=commune&tim=xyz").content.decode().count("Không tìm thấy tên này") == 1


def test_nobody_proposes_beyond_their_reach(province: cast.Province, sign_in: SignIn, household: Household) -> None:
    client = sign_in(province.ninh_son)
    for group, key in (
        ("commune", f"u-{province.unit('22801').pk}"),
        ("household", f"h-{household.pk}"),
        ("official", f"p-u-{province.unit('22801').pk}"),
        ("commune", "u-x"),
        ("commune", "o-1"),
    ):
        answer = client.post(f"{PAGE}?nhom={group}&ai={key}", {"achievements": "x", **NOTHING})
        assert answer.status_code == 200  # the search again: nothing was stored
        assert "Tìm theo tên hoặc mã" in answer.content.decode()
    assert not Nomination.objects.exists()


def test_figures_of_every_year_of_the_window_begin_the_achievements(province: cast.Province, sign_in: SignIn) -> None:
    province.approve(2021, "22801", 960, 360)
    province.approve(2022, "22801", 990, 317)
    province.approve(2023, "22801", 990, 260)
    page = sign_in(province.bac_ai).get(
        f"/khen-thuong/interim-2023/lap-ho-so/?nhom=commune&ai=u-{province.unit('22801').pk}"
    )
    text = page.context["form"].initial["achievements"]
    assert text == (
        "Cuối năm 2022: còn 317 hộ nghèo, tỷ lệ 32,02 %, giảm 5,48 điểm % so với năm 2021.\n"
        "Cuối năm 2023: còn 260 hộ nghèo, tỷ lệ 26,26 %, giảm 5,76 điểm % so với năm 2022."
    )


def test_declared_awards_and_movements_are_kept_and_read_again(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    movement = province.campaign.definition.linked_movements[0]
    said = {
        "movements": movement,
        "da-nhan-TOTAL_FORMS": "2",
        "da-nhan-INITIAL_FORMS": "0",
        "da-nhan-0-form": "Giấy khen của Chủ tịch UBND huyện",
        "da-nhan-0-number": "21/QĐ-UBND",
        "da-nhan-0-on": "05/01/2022",
        "da-nhan-0-merit": "giảm nghèo 2021",
        "da-nhan-1-form": "",
    }
    item = _draft(client, "commune", f"u-{province.unit('22801').pk}", **said)
    assert item.movements == [movement]
    assert item.earlier_awards == "Giấy khen của Chủ tịch UBND huyện số 21/QĐ-UBND ngày 05/01/2022: giảm nghèo 2021"
    assert 'value="21/QĐ-UBND"' in client.get(f"/ho-so/{item.pk}/sua/").content.decode()
    bad = {**said, "printed_name": "Xã", "edition": "1", "da-nhan-0-on": "40/01/2022"}
    assert client.post(f"/ho-so/{item.pk}/sua/", bad).status_code == 422
    stale = {**said, "printed_name": "Tập thể xã Phước Đại", "edition": "0", "achievements": "Viết lại"}
    answer = client.post(f"/ho-so/{item.pk}/sua/", stale)
    assert answer.status_code == 409
    assert "Viết lại" in answer.content.decode()
    assert client.post(f"/ho-so/{item.pk}/sua/", {**stale, "edition": "1"}).status_code == 302
    assert read(item.pk).printed_name == "Tập thể xã Phước Đại"


@pytest.mark.parametrize(
    "row",
    [Declared("Bằng khen"), Declared("Bằng khen", "5/QĐ-UBND"), Declared("Bằng khen", "", "01/02/2022"),
     Declared("Bằng khen", "5/QĐ", "01/02/2022", "giảm nghèo: hai năm"), Declared("Giấy khen", "", "", "x")],
)  # fmt: skip
def test_a_declared_line_reads_back_as_it_was_written(row: Declared) -> None:
    assert declared.read(declared.written([row])) == [row]


def test_a_line_written_by_hand_stays_whole() -> None:
    text = "Năm 2020 được khen: số ? của huyện"
    assert declared.written(declared.read(text)) == text


# ---- clusters and blocs ----


def _bloc(province: cast.Province, year: int = 2022) -> None:
    bloc = Bloc.objects.get_or_create(name="Khối các sở")[0]
    for code, is_head in (("so-y-te", True), ("so-noi-vu", False)):
        BlocMember.objects.create(bloc=bloc, year=year, organisation=province.bodies[code], is_head=is_head)


def test_the_head_of_a_bloc_proposes_its_members_and_submits(province: cast.Province, sign_in: SignIn) -> None:
    _bloc(province)
    member = province.bodies["so-noi-vu"]
    client = sign_in(province.health)
    page = client.get(f"{PAGE}?nhom=agency").content.decode()
    assert re.findall(r"<b>(S[^<]+)</b>", page) == ["Sở Nội vụ", "Sở Y tế"]
    item = _draft(client, "agency", f"o-{member.pk}")
    assert (item.organisation, item.holder_organisation) == (member, province.bodies["so-y-te"])
    seat = Membership.objects.create(
        user=province.press,
        role=Role.AGENCY_OFFICER,
        unit=province.unit("58"),
        organisation=member,
        valid_from=cast.START,
    )
    assert sign_in(seat.user).get(f"/ho-so/{item.pk}/").status_code == 200  # the nominee reads its own dossier


@pytest.mark.parametrize("who", ["no bloc", "not its head", "another year", "another bloc"])
def test_only_the_head_of_its_own_bloc_that_year(who: str, province: cast.Province) -> None:
    if who == "not its head":
        _bloc(province)
        BlocMember.objects.update(is_head=False)
    elif who == "another year":
        _bloc(province, 2023)
    elif who == "another bloc":
        _bloc(province)
        other = Bloc.objects.create(name="Khối khác")
        BlocMember.objects.filter(organisation=province.bodies["so-noi-vu"]).update(bloc=other)
    body = province.bodies["so-noi-vu"]
    with pytest.raises(Refused, match="không phải là trưởng khối thi đua của Sở Nội vụ năm 2022"):
        actions.nominate(
            province.annual_2022,
            actions.Proposal("agency", "Sở Nội vụ", organisation=body),
            holder_organisation=province.bodies["so-y-te"],
            by=province.health,
        )


DISTRICTS = """
[[route]]
classes = ["district"]
bloc_head = true
"""


def _plan(*, communes: str = "", more: str = DISTRICTS) -> None:
    """The province's own plan, whose routes let heads of clusters propose."""
    text = cast.DEFINITION.read_text(encoding="utf-8")
    until = 'until = 2025-07-01\nclause = "R-route"'
    assert until in text
    store_definition(text.replace(until, f"{until}\n{communes}") + more, by=User.objects.command_line())


def _cluster(province: cast.Province, head: str, *members: str) -> Bloc:
    bloc = Bloc.objects.create(name="Cụm miền núi", kind=Bloc.Kind.CLUSTER)
    for code in (head, *members):
        BlocMember.objects.create(bloc=bloc, year=2022, unit=province.unit(code), is_head=code == head)
    return bloc


def test_the_head_of_a_cluster_of_districts_proposes_its_members_and_submits(
    province: cast.Province, sign_in: SignIn
) -> None:
    _plan()
    _cluster(province, "584", "585")
    client = sign_in(province.bac_ai)
    page = client.get(f"{PAGE}?nhom=district").content.decode()
    assert re.findall(r"<b>(Huyện [^<]+)</b>", page) == ["Huyện Bác Ái", "Huyện Ninh Sơn"]
    item = _draft(client, "district", f"u-{province.unit('585').pk}")
    assert (item.unit, item.holder_unit) == (province.unit("585"), province.unit("584"))
    assert sign_in(province.ninh_son).get(f"/ho-so/{item.pk}/").status_code == 200  # the nominee reads its own dossier
    complete(item)
    with pytest.raises(Refused, match="không có quyền"):
        actions.advance([item.pk], "submit", by=province.ninh_son_leader)
    assert actions.advance([item.pk], "submit", by=province.bac_ai_leader)[0].state == State.SUBMITTED


def test_the_head_of_a_cluster_of_communes_confirms_as_the_route_says(province: cast.Province, sign_in: SignIn) -> None:
    _plan(communes="bloc_head = true")
    _cluster(province, "22801", "22783")
    item = _draft(sign_in(province.phuoc_dai), "commune", f"u-{province.unit('22783').pk}")
    assert str(item.holder_unit) == "Xã Phước Đại"
    complete(item)
    with pytest.raises(Refused, match="UBND cấp xã cần xác nhận"):
        actions.advance([item.pk], "send_to_district", by=province.phuoc_dai)
    actions.advance([item.pk], "confirm", by=province.phuoc_dai_leader)
    actions.advance([item.pk], "send_to_district", by=province.phuoc_dai)
    assert actions.advance([item.pk], "submit", by=province.bac_ai_leader)[0].state == State.SUBMITTED


def test_a_list_from_the_head_of_a_cluster_finds_its_members(province: cast.Province) -> None:
    _plan()
    _cluster(province, "584", "585")
    found = register.known(province.bac_ai, province.annual_2022, "district")
    assert sorted(item.name for item in found) == ["Huyện Bác Ái", "Huyện Ninh Sơn"]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("the route does not say so", "Huyện Ninh Sơn không thuộc Huyện Bác Ái"),
        ("no cluster", "Huyện Bác Ái không phải là trưởng cụm thi đua của Huyện Ninh Sơn năm 2022"),
        ("not its head", "Huyện Bác Ái không phải là trưởng cụm thi đua của Huyện Ninh Sơn năm 2022"),
        ("another year", "Huyện Bác Ái không phải là trưởng cụm thi đua của Huyện Ninh Sơn năm 2022"),
    ],
)
def test_only_the_head_of_its_own_cluster_that_year(
    who: str, words: str, province: cast.Province, sign_in: SignIn
) -> None:
    _plan(more="" if who == "the route does not say so" else DISTRICTS)
    if who != "no cluster":
        _cluster(province, "585" if who == "not its head" else "584", "584" if who == "not its head" else "585")
    if who == "another year":
        BlocMember.objects.update(year=2023)
    with pytest.raises(Refused, match=words):
        actions.nominate(
            province.annual_2022,
            actions.Proposal("district", "Huyện Ninh Sơn", unit=province.unit("585")),
            holder_unit=province.unit("584"),
            by=province.bac_ai,
        )
    page = sign_in(province.bac_ai).get(f"{PAGE}?nhom=district").content.decode()
    assert re.findall(r"<b>(Huyện [^<]+)</b>", page) == ["Huyện Bác Ái"]


def test_a_body_carries_neither_units_nor_households_that_are_not_its_own(
    province: cast.Province, household: Household
) -> None:
    health = province.bodies["so-y-te"]
    for proposal, words in (
        (
            actions.Proposal("commune", "Xã Phước Đại", unit=province.unit("22801")),
            "Sở Y tế không phải là trưởng cụm thi đua của Xã Phước Đại năm 2022",
        ),
        (actions.Proposal("household", "Hộ", household=household), "không ở Sở Y tế"),
    ):
        with pytest.raises(Refused, match=words):
            actions.nominate(province.annual_2022, proposal, holder_organisation=health, by=province.health)


def test_where_the_road_goes_through_the_head_members_do_not_propose_themselves(
    province: cast.Province, sign_in: SignIn
) -> None:
    _plan(more=DISTRICTS.replace("bloc_head", "through_bloc_head"))
    bloc = _cluster(province, "585", "584")
    own = actions.Proposal("district", "Huyện Bác Ái", unit=province.unit("584"))

    def nominate() -> Nomination:
        return actions.nominate(province.annual_2022, own, holder_unit=province.unit("584"), by=province.bac_ai)

    with pytest.raises(Refused, match=r"do trưởng cụm thi đua lập và trình: Huyện Ninh Sơn \(Cụm miền núi\)"):
        nominate()
    address = f"{PAGE}?nhom=district&ai=u-{province.unit('584').pk}"
    said = "do trưởng cụm thi đua lập và trình: Huyện Ninh Sơn (Cụm miền núi)"
    assert said in sign_in(province.bac_ai).get(address).content.decode()  # before anyone types
    assert said not in sign_in(province.ninh_son).get(address).content.decode()
    bloc.members.update(is_head=False)
    with pytest.raises(Refused, match="Cụm miền núi chưa có trưởng cụm, khối năm 2022"):
        nominate()
    bloc.members.filter(unit=province.unit("584")).delete()
    assert nominate().holder_unit == province.unit("584")  # in no cluster: by themselves


def test_a_class_takes_only_its_own_kind_of_nominee(province: cast.Province, household: Household) -> None:
    with pytest.raises(Refused, match="không đề nghị loại đối tượng này"):
        actions.nominate(
            province.annual_2022,
            actions.Proposal("official", "Hộ", household=household),
            holder_unit=province.unit("22801"),
            by=province.phuoc_dai,
        )
