"""Each error of a plan's file, with its place: what the administrator reads when a file is refused."""

from typing import Any

import pytest

from campaign.definition import DefinitionErrors, parse
from campaign.profile.domain.shown_words import SHOWN_WORDS
from campaign.rules import BODY_WORDS, CLASS_WORDS, INDICATOR_WORDS, RECORD_WORDS, RULES
from tests.campaign.definition.test_definition import OTHER

CRITERION = '[[category.criterion]]\nid = "X1"'
NO_PLACE = "phải từ 1 trở lên; chưa biết số lượng thì không ghi at_most, không khen nhóm này thì bỏ dòng."
HEAD = 'issuer = "UBND tỉnh A"'


def told(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    """The errors of the plan after changes, each of which must be possible."""
    text = OTHER
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    try:
        parse(text)
    except DefinitionErrors as refused:
        return [(error.place, error.message) for error in refused.errors]
    return []


def listed(words: Any) -> str:
    return ", ".join(words)


# ---- what one table tells ----

LACKING, UNKNOWN = "thiếu mục bắt buộc này.", "không biết mục này."


@pytest.mark.parametrize(
    ("old", "new", "errors"),
    [
        (HEAD, "", [("issuer", LACKING)]),
        ('clause = "1"\n', "", [("goal[1].clause", LACKING)]),
        ("[[goal]]", '[[goal]]\nla = 1\nla_2 = 1', [
            ("goal[1].la", "không biết mục này (quy tắc «reduction_at_least» không dùng)."),
            ("goal[1].la_2", "không biết mục này (quy tắc «reduction_at_least» không dùng)."),
        ]),
        ("[[award_form]]", "[[award_form]]\nla = 1", [("award_form[1].la", UNKNOWN)]),
        (HEAD, f"{HEAD}\nla = 1", [("la", UNKNOWN)]),
        ("at_most = 3", 'at_most = "3"', [("round[1].cap[1].at_most", "phải là số nguyên.")]),
        ("at_most = 3", "at_most = true", [("round[1].cap[1].at_most", "phải là số nguyên.")]),
        ("hard = true", "hard = 1", [("deadline[1].hard", "phải là true hoặc false.")]),
        ("on = 2026-03-15", 'on = "15/3"', [("deadline[1].on", "phải là ngày (2022-07-30).")]),
        ('name = "Cờ thi đua"', "name = 7", [("award_form[1].name", "phải là chữ.")]),
        ('name = "Cờ thi đua"', 'name = " "', [("award_form[1].name", "không được để trống.")]),
        ("window = [2026, 2027]", "window = 2026", [("round[1].window", "phải là một danh sách.")]),
        ("window = [2026, 2027]", 'window = [2026, "x", "y"]',
         [("round[1].window[2]", "phải là số nguyên."), ("round[1].window[3]", "phải là số nguyên.")]),
        ("window = [2026, 2027]", "window = [2026]\nwindows = 7", [("round[1].windows", "phải là một bảng.")]),
        ("window = [2026, 2027]", 'window = [2026]\nwindows = { xa = [2026, "x"] }',
         [("round[1].windows.xa[2]", "phải là số nguyên.")]),
        ("[[award_form]]", '[[route]]\nclasses = [7]\n[[award_form]]', [("route[1].classes[1]", "phải là chữ.")]),
        ('cap = [{ id = "S1", group = "collective", at_most = 3, clause = "3" }]', "cap = [7]",
         [("round[1].cap[1]", "phải là một bảng.")]),
    ],
)  # fmt: skip
def test_a_key_that_is_wrong_in_itself(old: str, new: str, errors: list[tuple[str, str]]) -> None:
    assert told((old, new)) == errors


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("campaign = 7", {("campaign", UNKNOWN), ("code", LACKING), ("last_year", LACKING)}),
        ("x = [", {("cuối tệp", "tệp không đúng cú pháp TOML.")}),
        ("a = 1\nb = = 2", {("dòng 2, cột 5", "tệp không đúng cú pháp TOML.")}),
    ],
)
def test_a_file_that_is_no_plan(text: str, errors: set[tuple[str, str]]) -> None:
    with pytest.raises(DefinitionErrors) as refused:
        parse(text)
    assert errors <= {(error.place, error.message) for error in refused.value.errors}


def test_keys_may_stand_under_campaign_or_at_the_head() -> None:
    assert parse(OTHER.replace("[campaign]\n", "")) == parse(OTHER)


NO_DECIMAL = 'phải là số viết trong ngoặc kép, ví dụ "4.00".'
NOTHING = "phải lớn hơn 0; không khen nhóm này thì bỏ dòng."
OUTSIDE = "phải từ 0 đến 100, nhiều nhất hai chữ số thập phân."


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("2.5", NO_DECIMAL), ('"hai"', "«hai» không phải là số."), ('"-0.01"', f"«-0.01» {OUTSIDE}"),
        ('"100.01"', f"«100.01» {OUTSIDE}"), ('"2.505"', f"«2.505» {OUTSIDE}"), ('"NaN"', f"«NaN» {OUTSIDE}"),
        ('"0"', None), ('"100"', None), ('"100.00"', None), ('"2.50"', None), ('"2.55"', None),
    ],
)  # fmt: skip
def test_points_and_percentages_are_written_in_quotes(written: str, message: str | None) -> None:
    assert told(('at_least = "2.50"', f"at_least = {written}")) == ([("goal[1].at_least", message)] if message else [])
    cap, said = f'percent = {written}, of = "commune"', message or (written == '"0"' and NOTHING)
    assert told(("at_most = 3", cap)) == ([("round[1].cap[1].percent", said)] if said else [])


GOAL = 'rule = "reduction_at_least"\nindicator = "combined_poverty_rate"\nat_least = "2.50"'
NO_RULE = f"không có quy tắc «giam». Các quy tắc: {listed(sorted(RULES))}."
NO_CLASS = f"không có phân loại «to». Có: {listed(CLASS_WORDS)}."


@pytest.mark.parametrize(
    ("rule", "errors"),
    [
        ('rule = "giam"\nx = 1', [("rule", NO_RULE)]),
        ('rule = "reduction_at_least"', [("indicator", "quy tắc «reduction_at_least» cần mục này."),
                                         ("at_least", "quy tắc «reduction_at_least» cần mục này.")]),
        ('rule = "reduction_at_least"\nindicator = "x"\nat_least = "1"',
         [("indicator", f"không có chỉ số «x». Có: {listed(INDICATOR_WORDS)}.")]),
        ('rule = "target_met"\nindicator = ["poverty_rate"]',
         [("indicator", f"không có chỉ số «['poverty_rate']». Có: {listed(INDICATOR_WORDS)}.")]),
        ('rule = "every_unit_left_class"\nclassification = "to"\nby_year = 2030', [("classification", NO_CLASS)]),
        ('rule = "every_unit_left_class"\nclassification = "region_3"\nby_year = "2030"',
         [("by_year", "phải là số nguyên dương.")]),
        ('rule = "every_unit_left_class"\nclassification = "region_3"\nby_year = true',
         [("by_year", "phải là số nguyên dương.")]),
        ('rule = "share_left_class"\nclassifications = []\nat_least = "50"\nby_year = 2030',
         [("classifications", "phải là danh sách phân loại.")]),
        ('rule = "share_left_class"\nclassifications = "region_3"\nat_least = "50"\nby_year = 2030',
         [("classifications", "phải là danh sách phân loại.")]),
        ('rule = "share_left_class"\nclassifications = ["region_3", "to", "x"]\nat_least = "50"\nby_year = 2030',
         [("classifications", NO_CLASS), ("classifications", NO_CLASS.replace("«to»", "«x»"))]),
        ('rule = "documented"\nrecord = "x"', [("record", f"không có loại bản ghi «x». Có: {listed(RECORD_WORDS)}.")]),
        ('rule = "documented"\nrecord = "paper"\nat_least = 0', [("at_least", "phải là số nguyên dương.")]),
        ('rule = "documented"\nrecord = "paper"\nevery_year = 1', [("every_year", "phải là true hoặc false.")]),
        ('rule = "documented"\nrecord = "paper"\nat_least = 1\nevery_year = false', []),
        ('rule = "share_left_class"\nclassifications = ["region_3"]\nat_least = "50"\nby_year = 2030', []),
        ('rule = "judged"', []), ("", []),
        ("params = {}", [("params", "không biết mục này (quy tắc «judged» không dùng).")]),
    ],
)  # fmt: skip
def test_a_rule_asks_for_its_own_keys(rule: str, errors: list[tuple[str, str]]) -> None:
    assert told((GOAL, rule)) == [(f"goal[1].{key}", message) for key, message in errors]


# ---- what only the whole tells ----

TWICE = "mã «{}» có hơn một lần."
SAME_SCOPE = "nhóm «collective» đã có số lượng cùng phạm vi ở round[1].cap[1]; mỗi nhóm và phạm vi chỉ một số lượng, bỏ một trong hai."
NO_UNITS = "quy tắc đo được chỉ dùng cho nhóm xét đơn vị hành chính (có level)."
FORM = '[[award_form]]\ncode = "co"'
PROVISION = '[[provision]]\nid = "N1"\nclause = "5"\ntext = "Việc"\n'
READING = '[[reading]]\nid = "Đ1"\nabout = ["{}"]\ntext = "Cách hiểu"\n'
OTHER_GOAL = '[[goal]]\nid = "{}"\nclause = "1"\ntext = "Mục tiêu"\n'
CATEGORY = '[[category]]\ncode = "{}"\nletter = "b"\nclause = "2.b"\ntitle = "Nhóm"\ngroup = "{}"\n'
OTHER_CRITERION = '[[category.criterion]]\nid = "{}"\nclause = "2.a"\ntext = "Tiêu chí"\n'
ROUND = '[[round]]\ncode = "{}"\nname = "Đợt"\nkind = "annual"\nyear = 2028\nwindow = [2028]\naward_form = "co"\nclause = "3"\n'
ROUTE = '[[route]]\nclasses = ["xa"]\n{}\n'
GROUPS = "phải là một trong: collective, individual."


def before(*tables: str) -> tuple[str, str]:
    return FORM, "\n".join([*tables, FORM])


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ([before(OTHER_GOAL.format("M1"), OTHER_GOAL.format("M1"))], [("goal", TWICE.format("M1"))]),
        ([before(CATEGORY.format("xa", "collective"))], [("category", TWICE.format("xa"))]),
        ([before(ROUND.format("2027"))], [("round", TWICE.format("2027"))]),
        ([before(READING.format("M1"), READING.format("M1"))], [("reading", TWICE.format("Đ1"))]),
        ([before(OTHER_CRITERION.format("X1"))], [("criterion", TWICE.format("X1"))]),
        ([before(PROVISION, PROVISION)], [("provision", TWICE.format("N1"))]),
        ([(HEAD, f'{HEAD}\ngroup = [{{ code = "a", label = "A" }}, {{ code = "a", label = "B" }}]\nperson_group = "a"'),
          ('group = "collective"\nlevel', 'group = "a"\nlevel'), ('group = "collective", at_most', 'group = "a", at_most')],
         [("group", TWICE.format("a"))]),
        ([(HEAD, f'{HEAD}\nperson_group = "x"')], [("person_group", GROUPS)]),
        ([("first_year = 2026", "first_year = 2031")],
         [("last_year", "phải từ first_year trở đi."), ("round[1].window", "phải trong giai đoạn 2031 - 2030.")]),
        ([('group = "collective"\nlevel', 'group = "x"\nlevel')], [("category[1].group", GROUPS)]),
        ([('level = "commune"', 'level = "to"')],
         [("category[1].level", "phải là một trong: province, district, commune, village.")]),
        ([('level = "commune"', 'any_of = ["X1", "X2"]\nlevel = "commune"')],
         [("category[1].any_of", "nhóm này không có tiêu chí «X2».")]),
        ([('level = "commune"', 'nominees = ["unit"]')],
         [("category[1].level", "nhóm nhận đơn vị hành chính thì phải ghi cấp.")]),
        ([('level = "commune"', 'nominees = ["to", "person"]')],
         [("category[1].nominees", "không có loại đối tượng «to». Có: unit, organisation, enterprise, household, person."),
          ("category[1].criterion[1].rule", NO_UNITS)]),
        ([('level = "commune"', 'level = "commune"\nbodies = ["to"]')],
         [("category[1].bodies", f"không có loại tổ chức «to». Có: {listed(BODY_WORDS)}.")]),
        ([('level = "commune"', 'level = "commune"\nnever_with = ["xa", "y"]')],
         [("category[1].never_with", "không có nhóm đối tượng «y».")]),
        ([('award_form = "co"', 'award_form = "x"\nother_forms = ["co", "y"]')],
         [("round[1].award_form", "không có hình thức khen thưởng «x»."),
          ("round[1].award_form", "không có hình thức khen thưởng «y».")]),
        ([('award_form = "co"', 'award_form = "co"\nplaces_taken = "x"')],
         [("round[1].places_taken", "phải là một trong: recommend, council.")]),
        ([('award_form = "co"', 'award_form = "co"\nplaces_taken = "council"\ncouncil = false')],
         [("round[1].places_taken", "Hội đồng chọn thì đợt phải qua Hội đồng (council = true).")]),
        ([("window = [2026, 2027]", "window = []")], [("round[1].window", "phải có ít nhất một năm.")]),
        ([("window = [2026, 2027]", "window = [2027, 2026]")],
         [("round[1].window", "các năm phải tăng dần, mỗi năm một lần.")]),
        ([("window = [2026, 2027]", "window = [2026, 2026]")],
         [("round[1].window", "các năm phải tăng dần, mỗi năm một lần.")]),
        ([("window = [2026, 2027]", "window = [2025, 2026]")], [("round[1].window", "phải trong giai đoạn 2026 - 2030.")]),
        ([("window = [2026, 2027]", "window = [2030, 2031]")], [("round[1].window", "phải trong giai đoạn 2026 - 2030.")]),
        ([("window = [2026, 2027]", "window = [2026]\nwindows = { xa = [], y = [2026] }")],
         [("round[1].windows.xa", "phải có ít nhất một năm."), ("round[1].windows.y", "không có nhóm đối tượng này.")]),
        ([('group = "collective", at_most', 'group = "x", at_most')], [("round[1].cap[1].group", GROUPS)]),
        ([("at_most = 3", 'at_most = 3, percent = "40.00", of = "commune"')],
         [("round[1].cap[1]", "chỉ ghi at_most hoặc percent.")]),
        ([("at_most = 3", 'percent = "40.00", of = "to"')],
         [("round[1].cap[1].of", "percent cần of là một trong: province, district, commune, village, member, qualified.")]),
        ([("at_most = 3", 'percent = "40.00", of = "member"')],
         [("round[1].cap[1].of", "member là thành viên của cụm, khối nên cần per_bloc = true.")]),
        ([("at_most = 3", "at_most = -1")], [("round[1].cap[1].at_most", NO_PLACE)]),
        ([('clause = "3" }]', 'clause = "3" }, { id = "S1", group = "collective", clause = "3" }]')],
         [("round[1].cap[2]", SAME_SCOPE)]),
        ([('bound = "on_or_before"', 'bound = "x"')], [("deadline[1].bound", "phải là một trong: before, on_or_before.")]),
        ([('to = ["award_agency"]', 'to = ["award_agency", "x"]')], [("deadline[1].to", "không có nhiệm vụ «x».")]),
        ([('plan_kind = "launch_plan"', "")],
         [("deadline[1]", "ghi plan_kind (hạn gửi kế hoạch) hoặc round (hạn nhận hồ sơ).")]),
        ([('plan_kind = "launch_plan"', 'plan_kind = "launch_plan"\nround = "2027"')],
         [("deadline[1]", "ghi plan_kind (hạn gửi kế hoạch) hoặc round (hạn nhận hồ sơ).")]),
        ([('plan_kind = "launch_plan"', 'round = "2028"')], [("deadline[1].round", "không có đợt «2028».")]),
        ([before('[[route]]\nclasses = ["xa", "y"]\n')], [("route[1].classes", "không có nhóm đối tượng «y».")]),
        ([before(ROUTE.format('stops = ["commune", "province"]'))],
         [("route[1].stops", "phải là một trong: commune, district.")]),
        ([before(ROUTE.format("since = 2026-07-01\nuntil = 2026-07-01"))], [("route[1].until", "phải sau since.")]),
        ([before(ROUTE.format("until = 2026-07-02"), ROUTE.format("since = 2026-07-01"))],
         [("route", "nhóm «xa» có hai đường đi cùng một ngày.")]),
        ([before(ROUTE.format("until = 2026-10-01"), ROUTE.format("since = 2026-07-01\nuntil = 2026-09-01"),
                 ROUTE.format("since = 2026-08-01"))], [("route", "nhóm «xa» có hai đường đi cùng một ngày.")]),
        ([before(READING.format("X9"))], [("reading[1].about", "không có mục «X9» trong kế hoạch.")]),
    ],
)  # fmt: skip
def test_what_only_the_whole_tells(changes: list[tuple[str, str]], errors: list[tuple[str, str]]) -> None:
    assert told(*changes) == errors


DEADLINE = "[[deadline]]" + OTHER.partition("[[deadline]]")[2]


def test_a_deadline_stands_once() -> None:
    assert told(("[[deadline]]", f"{DEADLINE}\n[[deadline]]")) == [
        ("deadline", TWICE.format("H1")),
        ("deadline[2]", "loại kế hoạch này đã có hạn ở deadline[1]; mỗi đợt, mỗi loại kế hoạch một hạn chung."),
    ]


@pytest.mark.parametrize(
    ("old", "new"), [("first_year = 2026", "first_year = 2015"), ("last_year = 2030", "last_year = 2080")]
)
def test_a_period_is_as_long_as_a_movement(old: str, new: str) -> None:
    ((place, message),) = told((old, new))
    assert place == "last_year" and message.endswith(" năm; một phong trào không quá 15 năm.")


def test_a_plan_without_a_round_is_none() -> None:
    head, _, _ = OTHER.partition("[[round]]")
    with pytest.raises(DefinitionErrors) as refused:
        parse(head)
    assert "round: kế hoạch chưa có đợt khen thưởng nào; ghi ít nhất một mục [[round]]." in map(
        str, refused.value.errors
    )


def test_nobody_in_a_group_is_no_ceiling() -> None:
    assert told(("at_most = 3", "at_most = 0")) == [("round[1].cap[1].at_most", NO_PLACE)]


@pytest.mark.parametrize(
    "changes",
    [
        [("last_year = 2030", "last_year = 2027")],
        [("window = [2026, 2027]", "window = [2026, 2030]"), ("year = 2027", "year = 2030")],
        [("year = 2027", "year = 2032")],
        [("on = 2026-03-15", "on = 2025-01-01")],
        [("on = 2026-03-15", "on = 2032-12-31")],
        [('at_least = "2.50"', 'at_least = "2.50"\nband_to = "2.50"')],
        [("window = [2026, 2027]", "window = [2026]\nwindows = { xa = [2026, 2027] }")],
        [("at_most = 3", "at_most = 1")],
        [("first_year = 2026", "first_year = 2016")],
        [('award_form = "co"', 'award_form = "co"\nplaces_taken = "council"')],
        [('award_form = "co"', 'award_form = "co"\ncouncil = false')],
        [("at_most = 3", 'percent = "40.00", of = "member", per_bloc = true')],
        [('clause = "3" }]', 'clause = "3" }, { id = "S1", group = "individual", clause = "3" }]')],
        [('level = "commune"', 'any_of = ["X1"]\nlevel = "commune"\nnever_with = ["xa"]\nbodies = ["party", "front"]')],
        [('level = "commune"', 'nominees = ["person", "household", "unit"]\nlevel = "commune"')],
        [('plan_kind = "launch_plan"', 'round = "2027"')],
        [(HEAD, f'{HEAD}\nperson_group = "collective"')],
        [before(ROUTE.format("until = 2026-07-01"), ROUTE.format("since = 2026-07-01\nstops = ['commune', 'district']"))],
        [before(CATEGORY.format("ho", "individual"), ROUTE.format(""), '[[route]]\nclasses = ["ho"]\n')],
    ],
)  # fmt: skip
def test_what_just_holds_is_taken(changes: list[tuple[str, str]]) -> None:
    assert told(*changes) == []


@pytest.mark.parametrize("about", ["M1", "N1", "H1", "xa", "X1", "X2.b", "2027", "S1"])
def test_a_reading_may_be_about_anything_that_has_an_id(about: str) -> None:
    part = '[[category.criterion.part]]\nid = "b"\ntext = "Ý"\n'
    assert told(before(OTHER_CRITERION.format("X2"), part, PROVISION, READING.format(about))) == []


PEAK = 'phải là ngày đầu và ngày cuối, ví dụ ["17/10", "18/11"].'


@pytest.mark.parametrize(
    ("days", "holds"),
    [
        ('["17/10", "18/11"]', True), ('["29/02", "01/03"]', True), ("[]", True), ('["17/10"]', False),
        ('["17/10", "18/11", "19/11"]', False), ('["30/02", "18/11"]', False), ('["17/10", "18/13"]', False),
        ('["17/10", "8/11"]', False), ('["17/10", "18/11/2022"]', False), ('["x", "y"]', False),
    ],
)  # fmt: skip
def test_the_peak_month_has_a_first_and_a_last_day(days: str, holds: bool) -> None:
    assert told((HEAD, f"{HEAD}\npeak_month = {days}")) == ([] if holds else [("peak_month", PEAK)])


AT_PARTS = "tiêu chí có các ý thì ghi ở từng ý."
PART = '[[category.criterion.part]]\nid = "{}"\ntext = "Ý"\n'


@pytest.mark.parametrize(
    ("criterion", "errors"),
    [
        ('applies_to = "poor_district"', []),
        ('applies_to = "to"', [("applies_to", f"không có phân loại «to». Có: {listed(CLASS_WORDS)}.")]),
        ('except_for = "to"', [("except_for", f"không có phân loại «to». Có: {listed(CLASS_WORDS)}.")]),
        ('applies_to = "poor_district"\nexcept_for = "region_3"', [("except_for", "chỉ ghi applies_to hoặc except_for.")]),
        ('only_for = ["party", "to"]', [("only_for", f"không có loại tổ chức «to». Có: {listed(BODY_WORDS)}.")]),
        ('rule = "target_met"\nindicator = "poverty_rate"\n' + PART.format("a"),
         [("rule", "tiêu chí có các ý thì quy tắc ghi ở từng ý.")]),
        ('may_not_apply = "khi"\n' + PART.format("a"), [("may_not_apply", AT_PARTS)]),
        ('may_not_apply = "khi"', []),
        ('shows = ["help"]\n' + PART.format("a"), [("shows", AT_PARTS)]),
        ('shows = ["help", "help"]', [("shows", TWICE.format("help"))]),
        ('shows = ["to"]', [("shows", f"không có loại ghi nhận «to». Có: {listed(SHOWN_WORDS)}.")]),
        (PART.format("a") + PART.format("b") + 'shows = ["fund", "fund"]',
         [("part[2].shows", TWICE.format("fund"))]),
        (PART.format("a") + PART.format("b"), []),
        ('unless = "paper"', [("unless", "chỉ ghi cùng may_not_apply.")]), ('unless = "paper"\nmay_not_apply = "khi"', []),
        ('unless = "to"\nmay_not_apply = "khi"', [("unless", f"không có loại bản ghi «to». Có: {listed(RECORD_WORDS)}.")]),
        (PART.format("a") + PART.format("b") + 'unless = "paper"', [("part[2].unless", "chỉ ghi cùng may_not_apply.")]),
        (PART.format("a") + 'may_not_apply = "khi"\nunless = "to"',
         [("part[1].unless", f"không có loại bản ghi «to». Có: {listed(RECORD_WORDS)}.")]),
        ('unless = "paper"\n' + PART.format("a"), [("unless", AT_PARTS)]),
        (PART.format("a") + PART.format("a"), [("part", TWICE.format("a"))]),
    ],
)  # fmt: skip
def test_a_criterion(criterion: str, errors: list[tuple[str, str]]) -> None:
    found = told(before(OTHER_CRITERION.format("X2") + criterion))
    assert found == [(f"category[1].criterion[2].{key}", message) for key, message in errors]


def test_a_refusal_reads_as_one_line_for_each_error() -> None:
    with pytest.raises(DefinitionErrors) as refused:
        parse(OTHER.replace("hard = true", "hard = 1").replace("at_most = 3", "at_most = true"))
    assert (
        str(refused.value) == "round[1].cap[1].at_most: phải là số nguyên.\ndeadline[1].hard: phải là true hoặc false."
    )


def test_all_errors_are_told_in_the_order_of_the_file() -> None:
    changes = [
        (HEAD, f'{HEAD}\nperson_group = "x"'),
        ('level = "commune"', 'level = "to"'),
        ("at_most = 3", "at_most = -1"),
    ]
    assert [place for place, _ in told(*changes)] == ["person_group", "category[1].level", "round[1].cap[1].at_most"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = " + "[" * 3000, "lồng quá sâu hoặc có số quá dài; kế hoạch không cần đến như vậy."),
        ("x = " + "9" * 5000, "lồng quá sâu hoặc có số quá dài; kế hoạch không cần đến như vậy."),
        ('name = "a\\u0000"', "có ký tự rỗng (\\u0000); vui lòng bỏ đi."),
    ],
)  # fmt: skip
def test_a_text_that_no_reader_takes_is_told(text: str, said: str) -> None:
    with pytest.raises(DefinitionErrors) as refused:
        parse(text)
    assert [(error.place, error.message) for error in refused.value.errors] == [("tệp", said)]


# ---- what cannot be meant ----


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ([("year = 2027", "year = 2033")], [("round[1].year", "phải từ 2026 đến 2032: trong giai đoạn, hoặc hai năm sau.")]),
        ([("year = 2027", "year = 2025")], [("round[1].year", "phải từ 2026 đến 2032: trong giai đoạn, hoặc hai năm sau.")]),
        ([("year = 2027", "year = 2026")], [("round[1].window", "đợt của năm 2026 không xét được năm 2027 ở sau đó.")]),
        (
            [("window = [2026, 2027]", "window = [2026]\nwindows = { xa = [2028, 2029] }")],
            [("round[1].windows.xa", "đợt của năm 2027 không xét được năm 2028, 2029 ở sau đó.")],
        ),
        (
            [("on = 2026-03-15", "on = 2024-12-31")],
            [("deadline[1].on", "phải trong các năm từ 2025 đến 2032, quanh giai đoạn của kế hoạch.")],
        ),
        (
            [("on = 2026-03-15", "on = 2033-01-01")],
            [("deadline[1].on", "phải trong các năm từ 2025 đến 2032, quanh giai đoạn của kế hoạch.")],
        ),
        (
            [('at_least = "2.50"', 'at_least = "2.50"\nband_to = "2.49"')],
            [("goal[1].band_to", "không được nhỏ hơn at_least.")],
        ),
        (
            [('province = "99"', 'province = "Tỉnh A"')],
            [("province", "«Tỉnh A» không phải mã; ghi mã của tỉnh, thành phố trong danh mục nhà nước.")],
        ),
        (
            [before(CATEGORY.format("hai", "collective").replace('title = "', 'title = "Khác '))],
            [],
        ),
    ],
)  # fmt: skip
def test_years_bands_and_codes_that_cannot_be(changes: list[tuple[str, str]], errors: list[tuple[str, str]]) -> None:
    assert told(*changes) == errors


def test_a_class_has_its_letter_and_its_title_alone() -> None:
    one = OTHER[OTHER.index("[[category]]") : OTHER.index("[[category.criterion]]")]
    again = one.replace('code = "xa"', 'code = "hai"').replace('letter = "a"', 'letter = "A"').replace("Xã", "xã")
    assert told(("[[award_form]]", f"{again}\n[[award_form]]")) == [
        ("category[2].letter", "ký hiệu «A» đã dùng ở category[1]; mỗi nhóm một ký hiệu."),
        ("category[2].title", "tên «xã» đã dùng ở category[1]; mỗi nhóm một tên."),
    ]
    other = again.replace('letter = "A"', 'letter = "đ"').replace('"xã"', '"Xã khác"')
    assert told(("[[award_form]]", f"{other}\n[[award_form]]")) == []
