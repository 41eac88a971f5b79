"""A figure, target, class, unit or version of the plan is replaced: judged again, listed, told once; frozen stays."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts import audit
from accounts.models import AuditEvent, User
from awards.controls.actions import controls
from awards.decisions.flips import flipped
from awards.models import Assessment, Round, RuleChange
from awards.rounds.moves import preview
from campaign.models import DefinitionVersion
from campaign.plan.actions.definitions import store_definition
from core.workflow import Refused
from office.models import Notice
from tests import cast
from tests.awards import bent
from tests.awards.walking import accepted, pdf, propose, read
from units.map.actions.map import classify_unit, declassify_unit
from units.map.domain.levels import Class

SignIn = Callable[[User], Client]
TEXT = cast.DEFINITION.read_text(encoding="utf-8")


@pytest.fixture
def met(province: cast.Province) -> int:
    """A dossier of Phước Đại that met its target of 10,00 by exactly 10,00 points when it was submitted."""
    province.approve(2021, "22801", 1000, 400)
    province.approve(2022, "22801", 1000, 300)
    province.target(2022, "22801", "10.00")
    return accepted(province, propose(province, "22801")).pk


def _told(province: cast.Province) -> list[str]:
    rows = Notice.objects.filter(to=province.bac_ai, about__startswith="flip:").order_by("pk")
    return list(rows.values_list("body", flat=True))


def test_a_finding_names_the_versions_it_used(province: cast.Province, met: int) -> None:
    frozen = Assessment.objects.filter(nomination=met).latest("pk")
    finding = next(row["finding"] for row in frozen.findings if row["part"] == "Cc3")
    assert [kind for kind, _, _ in finding["sources"]] == ["figure_set", "figure_set", "target"]
    assert (finding["outcome"], finding["actual"], finding["required"]) == ("met", "10.00", "10.00")
    assert frozen.step == "submit"


def test_a_replaced_target_is_told(province: cast.Province, met: int) -> None:
    province.target(2022, "22801", "10.01")
    assert _told(province) == [
        "Chỉ tiêu được giao; nhận định của hồ sơ thay đổi:\n"
        "Tiêu chí 3: lúc thẩm định là Đạt (10,00 điểm % = 10,00 điểm %), nay là Không đạt (10,00 điểm % < 10,01 điểm %)."
    ]
    province.target(2022, "22801", "10.01")  # the same again is no news
    assert len(_told(province)) == 1
    frozen = Assessment.objects.filter(nomination=met).latest("pk")
    assert next(row["finding"]["outcome"] for row in frozen.findings if row["part"] == "Cc3") == "met"


def test_a_replaced_figure_of_this_year_or_the_one_before_is_told(province: cast.Province, met: int) -> None:
    province.approve(2021, "22801", 1000, 399)
    assert len(_told(province)) == 1
    assert "nay là Không đạt (9,90 điểm % < 10,00 điểm %)" in _told(province)[0]
    province.approve(2022, "22801", 1000, 298)
    assert "nay là Vượt (10,10 điểm % > 10,00 điểm %)" in _told(province)[1]


def test_a_replaced_class_is_told(province: cast.Province, met: int) -> None:
    """A commune that turns out to have been a coastal one on 01/01 is judged by the other branch."""
    with audit.change(province.administrator) as trail:
        classify_unit(
            province.unit("22801"), Class.COASTAL_SPECIAL, valid_from=date(2021, 1, 1), act="QĐ 1", trail=trail
        )
    (body,) = _told(province)
    assert body.startswith(
        "Phân loại của đơn vị; nhận định của hồ sơ thay đổi:\nTiêu chí 2: lúc thẩm định là Không áp dụng"
    )
    with audit.change(province.administrator) as trail:
        declassify_unit(province.unit("22801"), Class.COASTAL_SPECIAL, on=date(2022, 1, 1), act="QĐ 2", trail=trail)
    assert len(_told(province)) == 1  # as it was when frozen: nothing is different any more
    assert flipped([read(met)]) == {}


def test_another_units_figure_is_told_to_nobody(province: cast.Province, met: int) -> None:
    province.approve(2022, "22783", 1000, 300)
    assert _told(province) == []


def test_a_draft_is_told_nothing(province: cast.Province) -> None:
    propose(province, "22801")
    province.target(2022, "22801", "10.00")
    assert _told(province) == []


def test_the_page_lists_what_turned_over(province: cast.Province, met: int, sign_in: SignIn) -> None:
    address = "/khen-thuong/annual-2022/thay-doi/"
    assert "Không có nhận định nào thay đổi" in sign_in(province.home).get(address).content.decode()
    province.target(2022, "22801", "12.00")
    assert "nay là Không đạt" in sign_in(province.home).get(address).content.decode()
    assert "nay là Không đạt" in sign_in(province.bac_ai).get(address).content.decode()
    assert "nay là Không đạt" not in sign_in(province.ninh_son).get(address).content.decode()


# ---- another version of the plan ----


def _stored(province: cast.Province, text: str) -> None:
    store_definition(text, by=User.objects.command_line())
    province.campaign.refresh_from_db()


STRICTER = TEXT.replace('except_for = "coastal_special"\nrule = "target_met"', 'except_for = "coastal_special"\nrule = "reduction_more_than"\nmore_than = "10.00"')  # fmt: skip


def test_a_round_with_dossiers_stays_with_its_version(province: cast.Province, met: int) -> None:
    _stored(province, STRICTER)
    assert province.annual_2022.version.number == 1
    assert Round.objects.get(code="annual-2023").version is None
    assert flipped([read(met)]) == {}


def test_moving_previews_what_flips_then_moves_and_tells(province: cast.Province, met: int, sign_in: SignIn) -> None:
    _stored(province, STRICTER)
    version = province.campaign.active_version
    move = preview(province.annual_2022, version)
    assert (move.asked, [item.nomination.pk for item in move.turned], move.why_not) == (1, [met], ())
    assert move.turned[0].lines == (
        "Tiêu chí 3: nay là Đạt (10,00 điểm % = 10,00 điểm %), sẽ là Không đạt (10,00 điểm % = 10,00 điểm %).",
    )
    assert province.annual_2022.version.number == 1  # seen, not moved
    client, address = sign_in(province.home), "/khen-thuong/annual-2022/phien-ban/?den=2"
    page = client.get(address).content.decode()
    assert "1/1 hồ sơ thay đổi nhận định" in page
    said = {
        "seen": str(province.annual_2022.version_id),
        "number": "12/HD-SNV",
        "issued_on": "15/12/2022",
        "issuer": "Sở Nội vụ",
    }
    assert client.post(address, {**said, "reason": "", "file": pdf("12.pdf")}).status_code == 422
    assert client.post(address, {**said, "reason": "Hướng dẫn mới", "file": pdf("12.pdf")}).status_code == 302
    assert province.annual_2022.version.number == 1  # one person alone moves nothing
    bent.confirmed(RuleChange.objects.get())
    assert province.annual_2022.version.number == 2
    assert _told(province)[-1].startswith("Đợt hằng năm 2022 được xét theo Phiên bản 2; nhận định")
    event = AuditEvent.objects.filter(verb="move_round").latest("pk")
    assert event.summary == "Hướng dẫn mới (1 hồ sơ thay đổi nhận định)"
    back = preview(province.annual_2022, province.campaign.versions.get(number=1))
    assert len(back.turned) == 1


def test_a_move_is_refused(province: cast.Province, met: int) -> None:
    first = province.campaign.active_version
    _stored(province, STRICTER)
    version, award_round = province.campaign.active_version, province.annual_2022

    def move(to: DefinitionVersion, seen: int, by: User) -> None:
        said = {"act": bent.act("12/HD-SNV"), "file": pdf("12.pdf"), "reason": "Có đã xem lại"}
        bent.confirmed(controls.propose_move(award_round, to, seen=seen, **said, by=by))

    with pytest.raises(Refused, match="Chỉ cơ quan thi đua"):
        move(version, first.pk, province.bac_ai)
    with pytest.raises(Refused, match="vừa được chuyển"):
        move(version, version.pk, province.home)
    with pytest.raises(Refused, match="đang theo phiên bản đó"):
        move(first, first.pk, province.home)
    _stored(province, TEXT.replace('code = "annual-2022"', 'code = "khac"').replace('"annual-2022", ', ""))
    with pytest.raises(Refused, match="không còn đợt hằng năm 2022"):
        move(province.campaign.active_version, first.pk, province.home)
