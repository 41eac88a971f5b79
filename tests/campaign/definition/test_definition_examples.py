"""Every piece of TOML in the prose of docs/viet-the-le.md loads where the prose puts it, in the plan of the same page."""

import re
from collections.abc import Mapping

import pytest

from campaign.definition import parse
from campaign.definition.own_names import OwnNames
from tests.campaign.definition.test_definition_docs import EXAMPLE, TEXT

PROSE = re.sub(r"```.*?```", "", TEXT.split("<!-- bảng sinh tự động: bắt đầu -->")[0], flags=re.DOTALL)
CRITERION = 'rule = "target_met"\nindicator = "poverty_rate"'
HOUSEHOLD = 'rule = "documented"\nrecord = "exit_registration"'
JUDGED = 'text = "Thực hiện có hiệu quả"'
TAKEN = '{ id = "S1", group = "collective", at_most = 5, clause = "3" },'
DEADLINE = "on = 2028-03-15"
ROUND = 'kind = "annual"'
CAMPAIGN = "last_year = 2030"
CLASS = 'level = "commune"\n'
ROUTE = 'stops = ["commune"]'
END = 'round = "2027"\n'
OWN = OwnNames(("Xã an toàn khu",), ("Hội đặc thù",))

# what stands in the prose → at which line of the example it is put, with what it needs beside it
ADDED: Mapping[tuple[str, ...], tuple[str, str]] = {
    ('record = "paper"',): (JUDGED, 'rule = "documented"\n{0}'),
    ("exceed = true",): (CRITERION, "{0}"),
    ('unless = "loan"',): (HOUSEHOLD, 'may_not_apply = "Hộ không vay vốn"\n{0}'),
    ('shows = ["reports", "help"]',): (JUDGED, "{0}"),
    ("bloc_head = true",): (ROUTE, "{0}"),
    ("through_bloc_head = true",): (ROUTE, "{0}"),
    ('places_taken = "council"',): (ROUND, "{0}"),
    ('calendar_days = ["working_days", "comment_days", "step_days"]',): (ROUND, "{0}\ncomment_days = 3\nstep_days = {{ accept = 1 }}"),
    ("step_days = { accept = 1, opinion = 5, appraise = 10, council = 5, submit = 2, decide = 5 }",): (ROUND, "{0}"),
    ("comment_until = 2028-03-31",): (ROUND, "{0}"),
    ('applies_to = "Xã an toàn khu"',): (CRITERION, "{0}"),
    ('predecessors = "any"',): (CAMPAIGN, "{0}"),
    ("[[participant]] files_plan = true", 'level = "commune"'): (
        END, '[[participant]]\nname = "Các xã"\nclause = "4"\nfiles_plan = true\n{1}'),
    ('bodies = ["department"]',): (END, '[[participant]]\nname = "Các sở"\nclause = "4"\nfiles_plan = true\n{0}'),
    (next(iter(re.findall(r'`(cited = "[^`]*")`', PROSE))),): (
        END, '[[legal_basis]]\nnumber = "5/2026/QĐ-UBND"\ntitle = "Quy chế"\nissued = 2026-02-02\n{0}'),
}  # fmt: skip
INSTEAD: Mapping[tuple[str, ...], tuple[str, str]] = {
    ('percent = "10.00", of = "commune"', "per_bloc = true"): (TAKEN, '{{ id = "S1", group = "collective", {0}, {1}, clause = "3" }},'),
    ('of = "member", per_bloc = true',): (TAKEN, '{{ id = "S1", group = "collective", percent = "10.00", {0}, clause = "3" }},'),
    ('percent = "20.00", of = "qualified"',): (TAKEN, '{{ id = "S1", group = "collective", {0}, clause = "3" }},'),
    ('classes = ["xa"]',): (TAKEN, '{{ id = "S1", group = "collective", at_most = 5, {0}, clause = "3" }},'),
    ("per_district = true",): (TAKEN, TAKEN.replace("{", "{{").replace("}", "}}") + ' {{ id = "S1", group = "collective", at_most = 1, {0}, clause = "3" }},'),
    ('rule = "average_reduction_at_least"', 'at_least = "1.50"'): (CRITERION, '{0}\n{1}\nindicator = "poverty_rate"'),
    ('rule = "target_share_at_least"', 'at_least = "95.00"'): (CRITERION, '{0}\n{1}\nindicator = "poverty_rate"'),
    ('rule = "rate_at_most"', 'at_most = "5.00"', "below = true", "by_year = 2030"): (
        CRITERION, '{0}\n{1}\n{2}\n{3}\nindicator = "poverty_rate"'),
    ('rule = "households_reduced_at_least"', 'households = "poor"', "at_least = 30"): (CRITERION, "{0}\n{1}\n{2}"),
    ('rule = "households_share_reduced_at_least"', 'at_least = "10.00"'): (CRITERION, '{0}\n{1}\nhouseholds = "poor"'),
    ('rule = "among_best"', "top = 10", 'by = "reduction"'): (CRITERION, '{0}\n{1}\n{2}\nindicator = "poverty_rate"'),
    ('rule = "money_at_least"', 'record = "assistance"', "at_least = 40000000"): (CRITERION, "{0}\n{1}\n{2}"),
    ('rule = "households_helped_at_least"', "at_least = 20"): (CRITERION, '{0}\n{1}\nrecord = "assistance"'),
    ('rule = "titles_in_a_row"', 'title = "Tập thể lao động xuất sắc"', "years = 2"): (CRITERION, "{0}\n{1}\n{2}"),
    ('points = "60.00"', 'score_at_least = "80.00"'): (
        f'{CLASS}\n[[category.criterion]]               # đo được: cổng tự tính\n', f'{CLASS}{{1}}\n\n[[category.criterion]]\npoints = "90.00"\n'),
    ("days_before = 7", 'of = "TH"', 'id = "TH"'): (
        f'{DEADLINE}\nbound = "on_or_before"\nhard = true\n{END}',
        f'{{0}}\n{{1}}\nbound = "on_or_before"\nhard = true\n{END}[[event]]\n{{2}}\nlabel = "Trao thưởng"\non = 2028-04-01\n'),
    ('only_for = ["Hội đặc thù"]',): (CRITERION, "{0}"),
    ('classes = ["ho"]',): (DEADLINE, f"{DEADLINE}\n{{0}}"),
}  # fmt: skip


PIECES = re.findall(r"`([^`]*=[^`]*)`", " ".join(PROSE.split()))


def test_every_piece_is_tried() -> None:
    tried = {piece for pieces in (*ADDED, *INSTEAD) for piece in pieces}
    assert set(PIECES) == tried


@pytest.mark.parametrize("block", re.findall(r"```toml\n(.*?)```", TEXT, flags=re.DOTALL))
def test_every_block_loads(block: str) -> None:
    assert parse(block).code


@pytest.mark.parametrize("pieces", [*ADDED, *INSTEAD], ids=" ".join)
def test_a_piece_loads_where_it_is_put(pieces: tuple[str, ...]) -> None:
    at, words = ADDED.get(pieces) or INSTEAD[pieces]
    put = words.format(*pieces)
    assert EXAMPLE.count(at) == 1
    parse(EXAMPLE.replace(at, put if pieces in INSTEAD else f"{at}\n{put}\n"), own=OWN)
