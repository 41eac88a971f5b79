"""The name that a decision will print is the recipient's own on every road that brings one in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from awards import actions
from awards.controls.actions import controls
from awards.controls.actions.late import PastDecision, Recipient
from awards.decisions.actions.recognitions import Entry, recognise
from awards.models import Award, Nomination, Recognition, RuleChange
from awards.nominations.actions.list_import import import_list
from awards.nominations.domain.list_file import ListRow
from awards.nominations.proposals import Proposal
from core.workflow import Refused
from tests import cast
from tests.awards import bent
from tests.awards.walking import decided, pdf, propose, recommended
from tests.sent_forms import forms_of
from units.models import Household

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NOTHING = {"da-nhan-TOTAL_FORMS": "0", "da-nhan-INITIAL_FORMS": "0"}
EXTRA = "không phải là của người nhận"


def test_a_new_dossier_prints_no_second_body(province: cast.Province, sign_in: SignIn) -> None:
    body = province.bodies["so-y-te"]
    client = sign_in(province.health)
    page = f"/khen-thuong/annual-2022/lap-ho-so/?nhom=agency&ai=o-{body.pk}"
    known = {"da-biet": [note.key for note in client.get(page).context["notes"]]}
    said = {"achievements": "Thành tích.", **NOTHING, **known}
    answer = client.post(page, {**said, "printed_name": "Sở Y tế và Sở Nội vụ"})
    shown = answer.content.decode()
    assert (answer.status_code, Nomination.objects.count()) == (422, 0)
    assert "có «và Sở Nội vụ», không phải là của người nhận «Sở Y tế»" in shown
    assert 'value="Sở Y tế và Sở Nội vụ"' in shown  # nothing typed is lost
    assert client.post(page, {**said, "printed_name": "Tập thể Sở Y tế"}).status_code == 302
    assert Nomination.objects.get().printed_name == "Tập thể Sở Y tế"


def test_of_a_person_the_one_who_is_judged_is_printed(province: cast.Province) -> None:
    def nominate(printed: str, person: str = "Nguyễn Văn An") -> Nomination:
        said = Proposal("official", printed, person=person, person_title="công chức", achievements="Tốt.")
        return actions.nominate(province.annual_2022, said, holder_unit=province.unit("584"), by=province.bac_ai)

    for printed, why in (
        ("Bà Trần Thị Bình và ông Lê Văn Cường", "phải nêu «Nguyễn Văn An»"),
        ("Ông Nguyễn Văn An, bà Lê Hoa", EXTRA),
        ("Ông Nguyễn Văn Ân", "phải nêu «Nguyễn Văn An»"),
    ):
        with pytest.raises(Refused, match=why):
            nominate(printed)
    with pytest.raises(Refused, match="không phải là họ và tên của một người"):
        nominate("Nguyễn Văn An và Trần Thị Bình", "Nguyễn Văn An và Trần Thị Bình")
    assert not Nomination.objects.exists()
    item = nominate("Ông Nguyễn Văn An, công chức, huyện Bác Ái")
    with pytest.raises(Refused, match="phải nêu «Nguyễn Văn An»"):
        actions.edit(item.pk, {"printed_name": "Bà Trần Thị Bình"}, edition=item.edition, by=province.bac_ai)
    post = {"person_title": "Trưởng phòng", "printed_name": "Nguyễn Văn An, Trưởng phòng"}
    actions.edit(item.pk, post, edition=item.edition, by=province.bac_ai)
    assert Nomination.objects.get().printed_name == "Nguyễn Văn An, Trưởng phòng"


def test_of_a_household_its_head_is_printed(province: cast.Province) -> None:
    house = Household.objects.create(
        code="H1", village=province.unit("22801"), head="Pi Năng Thị Ái", valid_from=cast.START
    )
    for printed in ("Hộ gia đình ông Nguyễn Hoàn Toàn Khác", "Hộ bà Pi Năng Thị Ái; hộ bà Katơr B"):
        with pytest.raises(Refused, match=r"tên in phải nêu|không phải là của người nhận"):
            actions.nominate(
                province.annual_2022,
                Proposal("household", printed, household=house),
                holder_unit=province.unit("22801"),
                by=province.phuoc_dai,
            )


def test_a_list_and_a_late_entry_print_no_second_commune(province: cast.Province) -> None:
    unit = province.unit("22801", date(2022, 12, 1))
    row = ListRow(7, "commune", f"u-{unit.pk}", unit.name, printed_name="Xã Phước Đại, xã Phước Thành")
    with pytest.raises(Refused, match=f"Dòng 7: .*{EXTRA}"):
        import_list(province.annual_2022, [row], source="ds.xlsx", only_try=True, by=province.bac_ai)
    paper = PastDecision("77/QĐ-UBND", date(2022, 12, 1), "Chủ tịch UBND tỉnh", date(2022, 12, 2))
    said = Proposal("commune", "Nhân dân và cán bộ xã Phước Đại và xã Phước Thành", unit=unit)
    with pytest.raises(Refused, match=EXTRA):
        controls.propose_late(
            province.annual_2022,
            paper,
            [Recipient(said, holder_unit=unit)],
            file=pdf("77.pdf"),
            reason="Trước khi có cổng.",
            by=province.home,
        )
    assert not RuleChange.objects.exists()
    assert not Nomination.objects.exists()


def test_a_recognition_is_of_one(province: cast.Province) -> None:
    unit, more = province.unit("22801"), {"group": "collective", "merit": "Giảm nghèo tốt."}

    def enter(name: str, **whose: object) -> Recognition:
        entry = Entry(
            "Giấy khen",
            "Chủ tịch UBND huyện",
            "7/QĐ-UBND",
            date(2022, 11, 1),
            name,
            **more,
            **whose,  # type: ignore[arg-type]
        )
        return recognise(province.campaign, entry, place=province.unit("584"), by=province.bac_ai)

    with pytest.raises(Refused, match="phải nêu «Xã Phước Đại»"):
        enter("Xã Phước Thành", unit=unit)
    with pytest.raises(Refused, match="nhiều hơn một người nhận"):
        enter("Trường Tiểu học A; Trường Tiểu học B")
    assert not Recognition.objects.exists()
    assert enter("UBND xã Phước Đại", unit=unit).name == "UBND xã Phước Đại"
    assert enter("Trường Tiểu học A").name == "Trường Tiểu học A"


@pytest.mark.parametrize(
    "name", ["Xã Phước Đại; Trần Văn Bình", "Hợp tác xã Phước Đại", "Thôn Tà Lú, xã Phước Đại", "Trường xã Phước Đại"]
)
def test_a_correction_names_nobody_beside(province: cast.Province, name: str) -> None:
    made = decided(province, [recommended(province, "22801")])
    award = made.awards.get()
    said = {"act": bent.act("600/QĐ-UBND"), "signer": "Chủ tịch", "file": pdf("600.pdf"), "reason": "In sai."}
    with pytest.raises(Refused, match=r"không phải là của người nhận|nhiều hơn một|phải nêu"):
        controls.propose_names(made, {award.pk: name}, **said, by=province.chairman)
    assert Award.objects.get().printed_name == award.printed_name


def test_a_name_that_stands_is_not_asked_about_again(province: cast.Province) -> None:
    """A draft from before the rule is edited in other fields; the name is judged when it is written anew."""
    item = propose(province, "22801")
    Nomination.objects.filter(pk=item.pk).update(printed_name="Xã Phước Đại và thôn Tà Lú")
    same = {"printed_name": "Xã Phước Đại  và thôn Tà Lú", "achievements": "Viết lại."}
    changed = actions.edit(item.pk, same, edition=item.edition, by=province.bac_ai)
    assert changed.achievements == "Viết lại."


def test_a_page_opened_before_another_correction_does_not_put_the_old_name_back(
    province: cast.Province, sign_in: SignIn
) -> None:
    """Two windows: a name that nobody touched in the second one is not proposed as a correction."""
    given = decided(province, [recommended(province, code) for code in ("22801", "22783")])
    first, second = given.awards.order_by("pk")
    client, page = sign_in(province.chairman), f"/quyet-dinh/{given.pk}/dieu-chinh/"
    opened = next(form for form in forms_of(client, page) if form.name == "awards:decision_change")
    renamed = {first.pk: "Nhân dân và cán bộ xã Phước Đại"}
    bent.revise(
        given, renamed, number="600/QĐ-UBND", signed_on=given.signed_on, signer="Chủ tịch", reason="In sai tên.",
        by=province.chairman,
    )  # fmt: skip
    mine = f"{second.printed_name}, huyện Bác Ái"
    typed = replace(opened, data={**opened.data, f"ten-{second.pk}": [mine], "number": ["601/QĐ-UBND"]})
    answer = typed.send(client)
    assert answer.status_code == 409
    assert answer.context["typed"] == {first.pk: renamed[first.pk], second.pk: mine}
    assert [(row.then, row.now) for row in answer.context["moved"]] == [(first.printed_name, renamed[first.pk])]
    assert RuleChange.objects.filter(state=RuleChange.State.WAITING).count() == 0
