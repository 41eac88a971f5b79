"""What is the province's is neither changed nor read by an administrator or inspector of a district or commune."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Permission, Role
from awards import actions
from awards.council.actions import preparing
from awards.decisions.actions.decisions import may_release
from awards.documents.actions import papers as paper_actions
from awards.documents.actions.papers import make
from awards.documents.domain.kinds import KINDS
from awards.documents.printing import current_layout
from awards.documents.round_data import Room
from awards.documents.subjects import subjects
from awards.law.actions import holidays
from awards.law.domain.holiday_files import Day
from awards.models import BlankLayout, Holiday, Paper, PaperTemplate, Round
from awards.scope import sees_caps
from campaign.activities.actions import records
from campaign.models import Campaign, Record
from core.clock import FOREVER
from core.workflow import Refused
from office.models import StoredFile
from reports.dashboard.glance import is_leader
from tests import access_people, cast
from tests.awards.walking import pdf, recommended
from units import access
from units.map.domain.levels import Class, Kind
from units.models import Bloc, BlocMember, Membership, Organisation, Reorganisation, Unit
from units.organisations import bloc_actions as blocs
from units.people.actions import people
from units.people.actions.people import Opening
from units.reorganisation.actions import reorganise
from units.reorganisation.actions.wishes import NewUnit, Wish

SignIn = Callable[[User], Client]
BELOW = ("admin_bac_ai", "admin_phuoc_dai", "auditor_bac_ai", "auditor_phuoc_dai")
ON, ACT = date(2023, 6, 1), "NQ 9/NQ-HĐND"
TODAY = cast.EVENING.date()


@pytest.fixture
def people_of(province: cast.Province) -> cast.Province:
    access_people.add_people(province)
    return province


# ---- nobody rules on the unit that they sit in ----


OWN_CHANGES = {
    "renamed": lambda p, unit: Wish("rename", ON, ACT, (unit,), name="Huyện Tự Đổi Tên"),
    "moved": lambda p, unit: Wish("move", ON, ACT, (unit,), parent=p.unit("58")),
    "split": lambda p, unit: Wish(
        "split", ON, ACT, (unit,), (NewUnit("99901", "Một", Kind.RURAL_DISTRICT), NewUnit("99902", "Hai", Kind.RURAL_DISTRICT)),
        parent=p.unit("58"),
    ),
    "ended": lambda p, unit: Wish("end", ON, ACT, (unit,), parent=p.unit("585")),
}  # fmt: skip


@pytest.mark.parametrize("how", OWN_CHANGES)
def test_an_administrator_does_not_change_the_own_unit(people_of: cast.Province, how: str) -> None:
    wish = OWN_CHANGES[how](people_of, people_of.unit("584"))
    for change in (reorganise.preview, reorganise.reorganise):
        with pytest.raises(Refused, match="không ai tự đổi đơn vị mình quản trị; quản trị của đơn vị cấp trên"):
            change(wish, by=people_of.admin_bac_ai)
    assert not Reorganisation.objects.filter(act=ACT).exists()


def test_above_it_the_map_is_changed_and_below_it_too(people_of: cast.Province) -> None:
    district, commune = people_of.unit("584"), people_of.unit("22801")
    reorganise.reorganise(Wish("rename", ON, ACT, (commune,), name="Xã Mới"), by=people_of.admin_bac_ai)
    reorganise.reorganise(Wish("rename", ON, ACT, (district,), name="Huyện Mới"), by=people_of.administrator)
    reorganise.reorganise(Wish("rename", ON, ACT, (people_of.unit("58"),), name="Tỉnh Mới"), by=people_of.administrator)
    assert set(Unit.objects.filter(name__endswith="Mới").values_list("code", flat=True)) == {"58", "584", "22801"}


def test_nothing_of_the_own_district_is_put_under_another(people_of: cast.Province) -> None:
    """The one above is named well; a village is sent elsewhere by its number."""
    commune, foreign = people_of.unit("22801"), people_of.unit("22813")
    wish = Wish("end", ON, ACT, (commune,), parent=people_of.unit("22804"), children_to={1: foreign.pk})
    with pytest.raises(Refused, match="Lâm Sơn: nằm ngoài phạm vi quản trị của bạn"):
        reorganise.reorganise(wish, by=people_of.admin_bac_ai)


def test_the_wizard_says_why_the_own_unit_is_not_offered(people_of: cast.Province, sign_in: SignIn) -> None:
    unit, client = people_of.unit("584"), sign_in(people_of.admin_bac_ai)
    assert f'value="{unit.pk}"' not in client.get("/sap-xep/moi/doi-ten/?cap=huyen").content.decode()
    posted = {"cu": unit.pk, "ngay": "01/06/2023", "van-ban": ACT, "ten": "Huyện Tự Đổi Tên", "buoc": "ghi"}
    page = client.post("/sap-xep/moi/doi-ten/?cap=huyen", posted)
    assert page.status_code == 422
    assert "không ai tự đổi đơn vị mình quản trị" in page.content.decode()
    unit.refresh_from_db()
    assert unit.name == "Huyện Bác Ái"


def test_an_administrator_does_not_classify_the_own_unit(people_of: cast.Province, sign_in: SignIn) -> None:
    """A poor district is judged by other marks: its class is said from above."""
    posted = {"value": Class.POOR_DISTRICT, "valid_from": "01/01/2022", "act": "QĐ tự ký"}
    address = "/don-vi/585-2021-01-01/phan-loai/"
    assert sign_in(people_of.admin_ninh_son).post(address, posted).status_code == 403
    assert not people_of.unit("585").classifications.filter(act="QĐ tự ký").exists()
    assert sign_in(people_of.administrator).post(address, posted).status_code == 302


def test_a_seat_above_counts_beside_one_in_the_unit(people_of: cast.Province) -> None:
    Membership.objects.create(
        user=people_of.admin_phuoc_dai, role=Role.ADMINISTRATOR, unit=people_of.unit("584"), valid_from=cast.START
    )
    user, commune = people_of.admin_phuoc_dai, people_of.unit("22801")
    access.forget(user)
    ids = [commune.pk, people_of.unit("584").pk]
    assert access.from_above(user, Permission.ADMINISTER, ids, model=Unit) == {commune.pk}


def test_a_change_of_the_map_shows_the_names_of_the_own_subtree_alone(
    people_of: cast.Province, sign_in: SignIn
) -> None:
    """The end of five districts: each inspector finds the dossiers of their own among what it leaves."""
    names = {}
    for code, who in (("584", people_of.bac_ai), ("585", people_of.ninh_son)):
        commune = people_of.unit("22801" if code == "584" else "22813")
        names[code] = f"Nhân dân {commune.name}"
        proposal = actions.Proposal("commune", names[code], unit=commune, achievements="Thành tích.")
        actions.nominate(people_of.annual_2022, proposal, holder_unit=people_of.unit(code), by=who)
    row = Reorganisation.objects.filter(units=people_of.unit("584")).filter(units=people_of.unit("585")).first()
    assert row is not None
    for who, own, foreign in (("auditor_bac_ai", "584", "585"), ("admin_ninh_son", "585", "584")):
        page = sign_in(people_of.people[who]).get(f"/sap-xep/{row.pk}/").content.decode()
        assert (names[own] in page, names[foreign] in page) == (True, False), who
        assert "Hoàn tác" not in page  # what stands against it names what hangs on every new unit
    page = sign_in(people_of.auditor).get(f"/sap-xep/{row.pk}/").content.decode()
    assert names["584"] in page and names["585"] in page


# ---- blocs, templates, days off ----


def test_blocs_are_arranged_by_the_province_alone(people_of: cast.Province, sign_in: SignIn) -> None:
    bloc = Bloc.objects.create(name="Khối các sở")
    BlocMember.objects.create(bloc=bloc, year=2022, organisation=people_of.bodies["so-y-te"], is_head=True)
    for who in ("admin_bac_ai", "admin_phuoc_dai"):
        user = people_of.people[who]
        for change in (
            lambda: blocs.found_bloc("Khối của huyện", "bloc", by=user),  # noqa: B023
            lambda: blocs.set_members(bloc, 2022, [], None, by=user),  # noqa: B023
            lambda: blocs.copy_members(2023, by=user),  # noqa: B023
        ):
            with pytest.raises(Refused, match="quản trị hệ thống của tỉnh"):
                change()
        client = sign_in(user)
        assert client.post("/cum-khoi/2022/", {"name": "Khối của huyện", "kind": "bloc"}).status_code == 403
        assert client.post(f"/cum-khoi/2022/{bloc.pk}/thanh-vien/", {"thanh-vien": []}).status_code == 403
    assert [row.member for row in bloc.members.all()] == [people_of.bodies["so-y-te"]]
    blocs.set_members(bloc, 2022, [people_of.unit("584")], None, by=people_of.administrator)
    assert [row.member for row in bloc.members.all()] == [people_of.unit("584")]


def test_a_bloc_takes_no_member_of_another_province(people_of: cast.Province) -> None:
    bloc = Bloc.objects.create(name="Khối các sở")
    seat = Unit.objects.create(code="91", name="Tỉnh Khác", kind=Kind.PROVINCE, level=1, valid_from=cast.START)
    body = Organisation.objects.create(
        code="so-khac", name="Sở Khác", kind="department", seat=seat, valid_from=cast.START
    )
    with pytest.raises(Refused, match="Sở Khác nằm ngoài phạm vi của bạn"):
        blocs.set_members(bloc, 2022, [body], None, by=people_of.administrator)
    BlocMember.objects.create(bloc=bloc, year=2022, organisation=body)
    with pytest.raises(Refused, match="Sở Khác nằm ngoài phạm vi của bạn"):
        blocs.set_members(bloc, 2022, [], None, by=people_of.home)


def test_templates_and_the_blank_are_the_province_s(people_of: cast.Province, sign_in: SignIn) -> None:
    kind = KINDS["quyet-dinh"]
    row = PaperTemplate.objects.create(kind=kind.code, file=_stored(people_of), by=people_of.administrator)
    for who in BELOW:
        user, client = people_of.people[who], sign_in(people_of.people[who])
        for change in (
            lambda: paper_actions.stage_template(kind, pdf("a.pdf"), by=user),  # noqa: B023
            lambda: paper_actions.begin_template(row.pk, by=user),  # noqa: B023
            lambda: paper_actions.use_default(kind, by=user),  # noqa: B023
            lambda: paper_actions.set_blank(current_layout(), by=user),  # noqa: B023
        ):
            with pytest.raises(Refused, match="Chỉ quản trị hệ thống của tỉnh"):
                change()
        assert client.post("/mau-van-ban/quyet-dinh/dung/", {"mau": row.pk}).status_code == 403
        assert client.post("/mau-van-ban/bang-khen/", {}).status_code == 403
    assert (PaperTemplate.objects.filter(began_at=None).count(), BlankLayout.objects.count()) == (1, 0)
    paper_actions.set_blank(current_layout(), by=people_of.administrator)
    assert BlankLayout.objects.count() == 1


def _stored(province: cast.Province) -> StoredFile:
    return StoredFile.keep(pdf("mau.pdf"), by=province.administrator)


def test_days_off_are_kept_by_the_province_s_agency(people_of: cast.Province) -> None:
    """Also when somebody holds its role in a district only."""
    user = _home_of_a_district(people_of)
    with pytest.raises(Refused, match="cơ quan thi đua, khen thưởng của tỉnh"):
        holidays.put_days([Day(date(2023, 1, 3), "Nghỉ thêm", is_working=False)], by=user)
    assert not Holiday.objects.filter(on=date(2023, 1, 3)).exists()


def _home_of_a_district(province: cast.Province) -> User:
    """An officer with the award agency's role and its duty, seated in a district: no form gives it, a row may."""
    user = User.objects.create_user("noi-vu-huyen", full_name="Nội vụ huyện")
    Membership.objects.create(
        user=user,
        role=Role.HOME_AFFAIRS_LEADER,
        unit=province.unit("584"),
        organisation=province.bodies["so-noi-vu"],
        valid_from=cast.START,
        valid_to=FOREVER,
    )
    return user


# ---- what belongs to a round of the province ----

ROUND_PAGES = ("bang-so-luong", "can-doi", "hoi-dong", "van-ban", "tham-dinh", "cong-bo", "quyet-dinh", "nhap-bu", "han",
               "phien-ban", "hoi-dong/chuan-bi", "van-ban/bien-ban-kiem-phieu")  # fmt: skip


def test_every_role_of_the_province_seated_in_a_district_opens_no_page_of_the_round(
    people_of: cast.Province, sign_in: SignIn
) -> None:
    """Whatever a role allows, it allows below its unit: the province's round lies above."""
    district = people_of.unit("584")
    for role in Role:
        if role is Role.COMMAND_LINE:
            continue
        user = User.objects.create_user(f"huyen-{role.value}", full_name=role.label)
        body = people_of.bodies["so-noi-vu"] if role.name.startswith(("HOME", "LABOUR")) else None
        Membership.objects.create(user=user, role=role, unit=district, organisation=body, valid_from=cast.START)
        client = sign_in(user)
        opened = [
            page
            for page in ROUND_PAGES
            if client.get(f"/khen-thuong/annual-2022/{page}/").status_code not in (403, 404)
        ]
        assert opened == [], role
        page = client.get("/khen-thuong/annual-2022/").content.decode()
        assert [word for word in ("Bảng số lượng", "Cân đối", "Văn bản</a>") if word in page] == [], role


def test_papers_sessions_and_decisions_of_the_round_stay_above(people_of: cast.Province, sign_in: SignIn) -> None:
    recommended(people_of, "22801")
    award_round = Round.objects.select_related("campaign__province").get(code="annual-2022")
    setting = preparing.Setting("Phiên thử", date(2022, 12, 15), "Chủ tịch", "Thư ký")
    session = preparing.prepare(
        award_round, setting, [preparing.Member("Một"), preparing.Member("Hai")], by=people_of.home
    )
    paper = _paper(people_of, award_round)
    for who in (*BELOW, "auditor_ninh_son"):
        user, client = people_of.people[who], sign_in(people_of.people[who])
        assert not sees_caps(user, award_round) and not may_release(user, award_round)
        assert not is_leader(user, people_of.campaign)
        assert list(Paper.objects.visible_to(user, [])) == []
        for address in (f"/phien-hop/{session.pk}/", f"/van-ban/{paper.pk}/tai/", f"/van-ban/{paper.pk}/pdf/"):
            assert client.get(address).status_code == 404, (who, address)
    assert sees_caps(people_of.auditor, award_round) and is_leader(people_of.auditor, people_of.campaign)
    assert sign_in(people_of.auditor).get(f"/van-ban/{paper.pk}/tai/").status_code == 200


def _paper(province: cast.Province, award_round: Round) -> Paper:
    """The first paper that can be made of a round."""
    room = Room(award_round)
    for subject in subjects(room):
        if not subject.why_not:
            with suppress(Refused):
                return make(room, subject, by=province.home)
    raise AssertionError("no paper can be made")


def test_the_start_page_of_a_district_s_inspector_shows_no_province(people_of: cast.Province, sign_in: SignIn) -> None:
    people_of.approve(2021, "58", 180000, 15000, 9000)
    people_of.approve(2022, "58", 185760, 11015, 8000)
    shown = {
        who: "11.015" in sign_in(people_of.people[who]).get("/").content.decode()
        for who in ("auditor", "auditor_bac_ai", "auditor_phuoc_dai")
    }
    assert shown == {"auditor": True, "auditor_bac_ai": False, "auditor_phuoc_dai": False}


# ---- accounts ----


def test_an_account_with_a_seat_above_or_the_key_of_the_house_is_not_touched(people_of: cast.Province) -> None:
    above = people_of.phuoc_dai
    Membership.objects.create(user=above, role=Role.AUDITOR, unit=people_of.unit("58"), valid_from=cast.START)
    staff = people_of.phuoc_dai_leader
    User.objects.filter(pk=staff.pk).update(is_staff=True)
    nobody = User.objects.create_user("chua-co-vai-tro", full_name="Chưa có vai trò")
    for user in (above, staff, nobody, people_of.bac_ai, people_of.ninh_son):
        for change in (
            lambda: people.reset_password(user, by=people_of.admin_phuoc_dai),  # noqa: B023
            lambda: people.set_active(user, False, reason="thử đã xem lại", by=people_of.admin_phuoc_dai),  # noqa: B023
        ):
            with pytest.raises(Refused):
                change()


def test_no_role_is_given_above_the_own_unit(people_of: cast.Province) -> None:
    for role, code in ((Role.ADMINISTRATOR, "584"), (Role.AUDITOR, "58"), (Role.COMMUNE_OFFICER, "22804")):
        opening = Opening("Người Mới", role, people_of.unit(code), valid_from=TODAY)
        with pytest.raises(Refused, match="nằm ngoài phạm vi quản trị của bạn"):
            people.open_account(opening, by=people_of.admin_phuoc_dai)


# ---- published stories ----


def test_a_published_story_names_no_officer_to_strangers(people_of: cast.Province, sign_in: SignIn) -> None:
    draft = records.Draft(TODAY, "Mô hình nuôi bò", body="Nội dung câu chuyện.", answers={"what": "Tập thể"})
    story = records.write(people_of.campaign, "dien-hinh", draft, unit=people_of.unit("22801"), by=people_of.phuoc_dai)
    records.advance(story.pk, "propose", by=people_of.phuoc_dai, edition=1)
    Record.objects.filter(pk=story.pk).update(state="published")  # its road is another test's
    for who, is_near in (("ninh_son", False), ("health", False), ("bac_ai", True), ("auditor_bac_ai", True)):
        page = sign_in(people_of.people[who]).get(f"/phong-trao/{story.pk}/").content.decode()
        assert "Nội dung câu chuyện." in page
        assert ("Phuoc Dai" in page, "Diễn biến" in page) == (is_near, is_near), who


def test_without_a_campaign_nobody_keeps_what_the_portal_shares(people_of: cast.Province) -> None:
    assert paper_actions.may_keep_templates(people_of.administrator)
    Campaign.objects.current().versions.update(replaced_at=cast.EVENING)
    assert not paper_actions.may_keep_templates(people_of.administrator)
    assert paper_actions.may_keep_templates(User.objects.command_line())
