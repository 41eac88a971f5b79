"""What plans of other provinces say (D1–D14): each can be written, read back unchanged, and is refused with its place."""

from datetime import date
from decimal import Decimal

import pytest

from campaign.definition import DefinitionErrors, canonical, parse, parse_stored
from tests.campaign.definition.test_definition import OTHER
from tests.campaign.definition.test_definition_errors import before, told

CRITERION = '[[category.criterion]]\nid = "{}"\nclause = "2.a"\ntext = "Tiêu chí"\n{}\n'
RATE = 'indicator = "poverty_rate"'
EVENT = '[[event]]\nid = "TH"\nlabel = "Ngày trao thưởng"\non = 2027-10-17\n'
DUE = (
    '[[deadline]]\nid = "{}"\nclause = "4"\nlabel = "Nhận hồ sơ"\ntext = "Trước 7 ngày"\nbound = "on_or_before"\nhard = true\n'
    'round = "2027"\n{}\n'
)
VILLAGE = '[[category]]\ncode = "thon"\nletter = "b"\nclause = "2.b"\ntitle = "Bản, ấp, tổ dân phố"\ngroup = "collective"\nlevel = "village"\n'
CAP = 'cap = [{ id = "S1", group = "collective", at_most = 3, clause = "3" }]'


def _caps(*more: str) -> tuple[str, str]:
    rows = ", ".join(f'{{ id = "S{at}", group = "collective", clause = "3", {row} }}' for at, row in enumerate(more, 2))
    return CAP, f"{CAP[:-1]}, {rows}]"


PLANS = {
    "D1 average": [before(CRITERION.format("X2", f'rule = "average_reduction_at_least"\n{RATE}\nat_least = "1.50"'))],
    "D1 share of target": [before(CRITERION.format("X2", f'rule = "target_share_at_least"\n{RATE}\nat_least = "95.00"'))],
    "D1 level": [before(CRITERION.format("X2", f'rule = "rate_at_most"\n{RATE}\nat_most = "5.00"\nbelow = true'))],
    "D1 households": [
        before(CRITERION.format("X2", 'rule = "households_reduced_at_least"\nhouseholds = "poor"\nat_least = 30')),
    ],
    "D1 share of households": [
        before(CRITERION.format("X2", 'rule = "households_share_reduced_at_least"\nhouseholds = "poor"\nat_least = "10.00"')),
    ],
    "D1 best of the class": [
        before(CRITERION.format("X2", f'rule = "among_best"\n{RATE}\ntop = 10\nby = "target_share"')),
    ],
    "D1 borders and islands": [
        before(CRITERION.format("X2", f'applies_to = "border_commune"\nrule = "reduction_at_least"\n{RATE}\nat_least = "3.00"'),
               CRITERION.format("X3", f'except_for = "poor_commune"\nrule = "target_met"\n{RATE}')),
    ],
    "D2 classes, districts, those that qualify": [
        before(VILLAGE),
        _caps('at_most = 2, classes = ["thon"]', 'at_most = 1, per_district = true',
              'percent = "20.00", of = "qualified", rounding = "half_up", classes = ["xa"]'),
    ],
    "D4 money": [
        before(CRITERION.format("X2", 'rule = "money_at_least"\nrecord = "assistance"\nat_least = 40000000')),
    ],
    "D4 houses built": [
        before(CRITERION.format("X2", 'rule = "households_helped_at_least"\nrecord = "assistance"\nat_least = 20')),
    ],
    "D5 titles in a row": [
        before(CRITERION.format("X2", 'rule = "titles_in_a_row"\ntitle = "Tập thể lao động xuất sắc"\nyears = 2')),
    ],
    "D7 relative": [
        before(EVENT, DUE.format("H2", 'days_before = 7\nof = "TH"'), VILLAGE,
               DUE.format("H3", 'days_before = 3\nof = "H2"\nclasses = ["thon"]')),
    ],
    "D8 days of steps": [
        ("window = [2026, 2027]", 'window = [2026, 2027]\ncalendar_days = ["step_days"]\nstep_days = { accept = 1, appraise = 10 }'),
    ],
    "D9 calendar days": [("window = [2026, 2027]", 'window = [2026, 2027]\ncomment_days = 3\ncalendar_days = ["comment_days"]')],
    "D9 until a day": [("window = [2026, 2027]", "window = [2026, 2027]\ncomment_until = 2028-03-31")],
    "D11 schools and hospitals": [
        before('[[category]]\ncode = "truong"\nletter = "c"\nclause = "2.c"\ntitle = "Trường học, bệnh viện"\n'
               'group = "collective"\nbodies = ["school", "hospital"]\n'),
    ],
    "D13 a score table": [
        ('group = "collective"\nlevel', 'group = "collective"\nscore_at_least = "80.00"\nlevel'),
        ('id = "X1"', 'id = "X1"\npoints = "60.00"'),
        before(CRITERION.format("X2", 'points = "40.00"')),
    ],
}  # fmt: skip


def _text(changes: list[tuple[str, str]]) -> str:
    text = OTHER
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize("changes", PLANS.values(), ids=PLANS)
def test_a_plan_says_it_and_writing_changes_nothing(changes: list[tuple[str, str]]) -> None:
    assert told(*changes) == []
    plan = parse(_text(changes))
    assert parse(canonical(plan)) == plan == parse_stored(canonical(plan))
    assert canonical(parse(canonical(plan))) == canonical(plan)
    assert all(part.explanation for item in plan.categories for line in item.criteria for part in line.parts)


def test_days_are_counted_from_an_event_or_another_deadline() -> None:
    plan = parse(_text(PLANS["D7 relative"]))
    assert {item.id: plan.day_of(item) for item in plan.deadlines} == {
        "H1": date(2026, 3, 15),
        "H2": date(2027, 10, 10),
        "H3": date(2027, 10, 7),
    }


def test_a_score_table_is_read() -> None:
    (category,) = parse(_text(PLANS["D13 a score table"])).categories
    assert category.score_at_least == Decimal(80)
    assert [(item.id, item.points, item.is_scored) for item in category.criteria] == [
        ("X1", Decimal(60), True),
        ("X2", Decimal(40), True),
    ]


SAME = "nhóm «collective» đã có số lượng cùng phạm vi ở {}; mỗi nhóm và phạm vi chỉ một số lượng, bỏ một trong hai."


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ([_caps("at_most = 5")], [("round[1].cap[2]", SAME.format("round[1].cap[1]"))]),
        ([_caps('at_most = 2, classes = ["xa"]', 'percent = "5.00", of = "commune", classes = ["xa"]')],
         [("round[1].cap[3]", SAME.format("round[1].cap[2]"))]),
        ([_caps('at_most = 2, classes = ["y"]')], [("round[1].cap[2].classes", "không có nhóm đối tượng «y».")]),
        ([_caps("at_most = 2, per_bloc = true, per_district = true")],
         [("round[1].cap[2].per_district", "chỉ ghi per_bloc hoặc per_district.")]),
        ([("at_most = 3", 'at_most = 3, of = "district"')],
         [("round[1].cap[1].of", "chỉ ghi of cùng percent; số tuyệt đối (at_most) không đếm gì.")]),
        ([("at_most = 3", 'at_most = 3, rounding = "up"')], [("round[1].cap[1].rounding", "chỉ ghi cùng percent.")]),
        ([("at_most = 3", 'percent = "5.00", of = "commune", rounding = "x"')],
         [("round[1].cap[1].rounding", "phải là một trong: down, up, half_up.")]),
        ([before(VILLAGE), (CAP, CAP.replace("at_most = 3", 'at_most = 3, classes = ["xa"]'))],
         [("round[1].cap", "nhóm «collective» chỉ có số lượng riêng, thiếu của: thon. Ghi thêm, hoặc ghi số lượng chung của nhóm.")]),
        ([('kind = "annual"', 'kind = "x"')], [("round[1].kind", "phải là một trong: annual, interim, final, state.")]),
        ([('plan_kind = "launch_plan"', 'plan_kind = "x"')],
         [("deadline[1].plan_kind", "phải là một trong: launch_plan, poverty_plan.")]),
        ([("on = 2026-03-15\n", "")], [("deadline[1].on", "ghi một trong: on (một ngày), days_before, days_after.")]),
        ([("on = 2026-03-15\n", 'days_before = 7\nof = "TH"\n')], [("deadline[1].of", "không có hạn hay sự kiện «TH».")]),
        ([("on = 2026-03-15\n", 'days_before = 7\nof = "H1"\n')],
         [("deadline[1].of", "các hạn đếm vòng quanh nhau, không hạn nào có ngày.")]),
        ([("window = [2026, 2027]", "window = [2026, 2027]\nstep_days = { x = 1, accept = 0 }")],
         [("round[1].step_days.x", "không có bước này. Có: sign, send, district, amend, accept, opinion, appraise, recommend, council, submit, decide."),
          ("round[1].step_days.accept", "phải từ 1 ngày trở lên.")]),
        ([("window = [2026, 2027]", 'window = [2026, 2027]\ncalendar_days = ["x"]')],
         [("round[1].calendar_days", "không có thời hạn «x». Có: working_days, comment_days, step_days.")]),
        ([('id = "X1"', 'id = "X1"\npoints = "60.00"')],
         [("category[1].score_at_least", "có points thì phải ghi tổng điểm cần đạt.")]),
        ([('group = "collective"\nlevel', 'group = "collective"\nscore_at_least = "80.00"\nlevel'),
          ('id = "X1"', 'id = "X1"\npoints = "60.00"')],
         [("category[1].score_at_least", "bảng điểm chỉ có tối đa 60,00 điểm nên không ai đạt được.")]),
        ([before(CRITERION.format("X2", 'rule = "money_at_least"\nrecord = "assistance"\nat_least = "40 triệu"'))],
         [("category[1].criterion[2].at_least", "phải là số đồng nguyên, viết trần, ví dụ 40000000.")]),
        ([before(CRITERION.format("X2", f'rule = "among_best"\n{RATE}\ntop = 3\nby = "x"'))],
         [("category[1].criterion[2].by", "không có cách chọn «x». Có: reduction, target_share, level.")]),
        ([before('[[goal]]\nid = "M2"\nclause = "1"\ntext = "M"\n' f'rule = "among_best"\n{RATE}\ntop = 3\n')],
         [("goal[2].rule", "quy tắc xếp hạng đơn vị không dùng cho chỉ tiêu chung.")]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_place(
    changes: list[tuple[str, str]], errors: list[tuple[str, str]]
) -> None:
    assert told(*changes) == errors


ROUND = "[[round]]" + OTHER.partition("[[round]]")[2].partition("[[deadline]]")[0]


def test_rounds_that_are_one_and_the_same_are_refused_with_both_places() -> None:
    again = ROUND.replace('code = "2027"', 'code = "2027b"')
    assert told(before(again)) == [
        (
            "round[2]",
            "trùng với round[1] («2027b»): cùng loại annual, năm 2027, hình thức và điều khoản. Sửa year, clause, "
            "hoặc bỏ một đợt.",
        ),
    ]
    other = again.replace("year = 2027", "year = 2028").replace("window = [2026, 2027]", "window = [2028]")
    assert told(before(other)) == []


def test_all_errors_come_in_one_go() -> None:
    """What cannot be read, what contradicts the whole, and a key written twice: one answer, no second wave."""
    found = told(
        ('issuer = "UBND tỉnh A"', 'issuer = "UBND tỉnh A"\nissuer = "UBND tỉnh B"'),
        ('at_least = "2.50"', "at_least = 2.5"),
        ('group = "collective"\nlevel', 'group = "x"\nlevel'),
        ('award_form = "co"', 'award_form = "y"'),
        ("window = [2026, 2027]", "window = [2027, 2040]"),
        ('bound = "on_or_before"', 'bound = "x"'),
        ("hard = true", "hard = 1"),
    )
    assert [place for place, _ in found] == [
        "dòng 11",
        "goal[1].at_least",
        "deadline[1].hard",
        "category[1].group",
        "round[1].award_form",
        "round[1].window",
        "deadline[1].bound",
    ]
    assert found[0][1] == "khóa «issuer» đã ghi ở dòng 10; bỏ một trong hai dòng."


@pytest.mark.parametrize(
    ("change", "places"),
    [
        (('code = "co"\n', ""), ["award_form[1].code"]),
        (('code = "xa"\n', ""), ["category[1].code"]),
        (("first_year = 2026\n", ""), ["first_year"]),
        (("window = [2026, 2027]\n", ""), ["round[1].window"]),
        (('id = "X1"\n', ""), ["category[1].criterion[1].id"]),
        (('rule = "reduction_more_than"', "rule = 1"), ["category[1].criterion[1].rule"]),
    ],
)
def test_what_lacks_is_told_once_and_nothing_that_only_follows(change: tuple[str, str], places: list[str]) -> None:
    assert [place for place, _ in told(change) if "more_than" not in place and "indicator" not in place] == places


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('code = “a”\n', "dòng 1, cột 8", "tệp không đúng cú pháp TOML: có dấu ngoặc kép cong, thay bằng dấu ngoặc kép thẳng."),
        ("mã = 1\n", "dòng 1, cột 2", "tệp không đúng cú pháp TOML: tên khóa chỉ gồm chữ không dấu, số, gạch nối."),
        ('[campaign]\ncode = "a\n', "dòng 2, cột 10", "tệp không đúng cú pháp TOML: dấu ngoặc kép chưa đóng."),
    ],
)  # fmt: skip
def test_faults_of_syntax_name_their_usual_cause(text: str, place: str, message: str) -> None:
    with pytest.raises(DefinitionErrors) as refused:
        parse(text)
    assert (refused.value.errors[0].place, refused.value.errors[0].message) == (place, message)


def test_a_section_written_twice_names_both_lines() -> None:
    with pytest.raises(DefinitionErrors) as refused:
        parse(f'{OTHER}\n[campaign]\nnumber = "1"\n')
    first = refused.value.errors[0]
    assert (first.place, first.message.partition(";")[0]) == (
        f"dòng {OTHER.count(chr(10)) + 2}",
        "mục «campaign» đã ghi ở dòng 2",
    )
