"""Rights are of a place: every question that asks none is listed here with its reason, and the code is read for others."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "office", "units", "campaign", "awards", "reports", "config")
ASKS = {"holds", "needs"}  # `access.needs` asks a unit; the `needs` of pages does not

# why no unit is asked → where (module:function), and which permissions
SOMEWHERE: dict[str, dict[str, str]] = {
    "A page that lists: every row is cut to one's reach, by `visible_to`, `reached_by` or `reached`.": {
        "accounts/views.py:audit_trail": "VIEW_AUDIT",
        "campaign/figures/views/entry.py:_read": "VIEW_FIGURES",
        "campaign/activities/views/funds.py:fund": "EXPORT KEEP_RECORDS VIEW_RECORDS",
        "campaign/periods/views/late_entries.py:late_scan": "VIEW_FIGURES",
        "campaign/periods/views/periods.py:listing": "VIEW_FIGURES",
        "campaign/periods/views/period.py:period": "VIEW_FIGURES",
        "campaign/registrations/views/plans.py:listing": "EXPORT FILE_PLAN VIEW_PLANS",
        "campaign/activities/views/records.py:detail": "VIEW_RECORDS",
        "campaign/activities/views/record_lists.py:listing": "EXPORT KEEP_RECORDS VIEW_RECORDS",
        "campaign/activities/views/record_lists.py:ties": "EXPORT VIEW_RECORDS",
        "campaign/figures/views/remarks.py:comments": "VIEW_FIGURES",
        "campaign/figures/views/remarks.py:_page": "EXPORT",
        "campaign/figures/views/remarks.py:remarks": "VIEW_FIGURES",
        "campaign/figures/views/results.py:listing": "ENTER_FIGURES EXPORT VIEW_FIGURES",
        "campaign/figures/views/results.py:newest": "VIEW_FIGURES",
        "campaign/figures/views/rollup.py:roll_up_page": "EXPORT VIEW_FIGURES",
        "campaign/figures/views/series.py:series": "VIEW_FIGURES",
        "reports/seeing/views.py:newest": "VIEW_FIGURES",
        "reports/seeing/views.py:overview": "VIEW_FIGURES",
        "reports/seeing/views.py:overview_of": "VIEW_FIGURES",
        "reports/seeing/views.py:slides": "VIEW_FIGURES",
        "campaign/figure_files/views/sheet_files.py:_sheet": "VIEW_FIGURES",
        "campaign/figures/views/sums.py:take_sums": "ENTER_FIGURES",
        "campaign/targets/views/target_files.py:import_file": "VIEW_TARGETS",
        "campaign/targets/views/targets.py:_page": "VIEW_TARGETS",
        "campaign/targets/views/targets.py:newest": "VIEW_TARGETS",
        "campaign/targets/views/targets.py:scan": "VIEW_TARGETS",
        "awards/appraisal/views/sheet.py:changes": "VIEW_NOMINATIONS",
        "awards/ranking/views/board.py:_round": "VIEW_NOMINATIONS",
        "awards/nominations/views/eligible.py:eligible": "EXPORT VIEW_FIGURES",
        "awards/nominations/views/memory.py:household": "VIEW_NOMINATIONS",
        "awards/nominations/views/memory.py:organisation": "VIEW_NOMINATIONS",
        "awards/nominations/views/memory.py:unit": "VIEW_NOMINATIONS",
        "awards/decisions/views/recognitions.py:recognitions": "EXPORT VIEW_NOMINATIONS permission",
        "awards/rounds/views/rounds.py:round_page": "NOMINATE VIEW_NOMINATIONS",
        "awards/rounds/views/rounds.py:_to_nominate": "NOMINATE",
        "awards/rounds/views/rounds.py:_to_remind": "NOMINATE",
        "awards/rounds/views/rounds.py:rounds": "VIEW_FIGURES VIEW_NOMINATIONS",
        "reports/searching.py:_decisions": "VIEW_NOMINATIONS",
        "reports/searching.py:_households": "VIEW_HOUSEHOLDS",
        "reports/views.py:export_flat": "EXPORT",
        "reports/views.py:export_form": "EXPORT",
        "reports/views.py:reports": "EXPORT",
        "reports/dashboard/workbench.py:_events_around": "permission",
        "reports/dashboard/workbench.py:progress": "VIEW_FIGURES",
        "units/todo.py:cards": "ADMINISTER",
        "units/people/views/absences.py:absences": "ADMINISTER",
        "units/reorganisation/views/carrying.py:carry": "ADMINISTER",
        "units/people/views/administered.py:require_administrator": "ADMINISTER",
        "units/reorganisation/views/reorganise.py:oversees": "permission",
        "units/reorganisation/views/reorganise.py:reorganisations": "ADMINISTER",
    },
    "The same list as a file.": {
        "campaign/figures/views/approval.py:_excel": "EXPORT",
        "campaign/activities/views/funds.py:_excel": "EXPORT",
        "campaign/periods/views/period.py:_excel": "EXPORT",
        "campaign/registrations/views/plans.py:_excel": "EXPORT",
        "campaign/activities/views/record_lists.py:_excel": "EXPORT",
        "campaign/figures/views/remarks.py:_excel": "EXPORT",
        "campaign/figures/views/results.py:_excel": "EXPORT",
        "campaign/figures/views/rollup.py:_excel": "EXPORT",
        "campaign/figures/views/series.py:_excel": "EXPORT",
        "campaign/targets/views/targets.py:excel": "EXPORT",
        "awards/nominations/views/eligible.py:_excel": "EXPORT",
        "awards/decisions/views/recognitions.py:_excel": "EXPORT",
    },
    "A form whose choices are cut to one's reach; the action asks the place that was chosen.": {
        "campaign/figures/views/discarding.py:discard_drafts": "ENTER_FIGURES",
        "campaign/figure_files/views/files.py:import_file": "ENTER_FIGURES",
        "campaign/activities/views/funds.py:take_over": "KEEP_RECORDS",
        "campaign/activities/views/beginning.py:may_begin": "KEEP_RECORDS wanted",
        "awards/nominations/views/drafting.py:nominate": "NOMINATE",
        "awards/nominations/views/list_import.py:list_import": "NOMINATE",
        "units/organisations/views/organisations.py:hand_over": "ADMINISTER",
        "units/organisations/views/organisations.py:new_organisation": "ADMINISTER",
        "units/reorganisation/views/reorganise.py:reorganisation_step": "ADMINISTER",
        "units/reorganisation/views/reorganise.py:wizard": "ADMINISTER",
        "units/reorganisation/views/succession_table.py:upload": "ADMINISTER",
    },
    "An entry of a menu, a tab or a button that leads to such a page.": {
        "awards/workflow/views/reminding.py:reminder_card": "DECIDE",
        "awards/templatetags/rounds.py:round_tabs": "permission",
        "reports/frame.py:_opens": "place.needs",
        "reports/frame.py:own_links": "APPROVE_FIGURES",
        "reports/dashboard/by_role.py:panels": "ADMINISTER",
        "reports/dashboard/workbench.py:_holds_any": "permission",
        "reports/dashboard/workbench.py:news_words": "permission",
        "reports/setup/list.py:chapters": "needed",
        "reports/views.py:_workbench": "VIEW_AUDIT",
        "units/households/views/households.py:household": "VIEW_NOMINATIONS",
        "units/map/views/map.py:detail": "VIEW_NOMINATIONS",
        "units/organisations/views/organisations.py:duties": "ADMINISTER",
        "units/organisations/views/organisations.py:organisation": "VIEW_NOMINATIONS",
        "units/organisations/views/organisations.py:organisations": "ADMINISTER",
    },
    "The lines that follow ask each place.": {
        "campaign/figure_files/views/pasted.py:judge": "permission",
        "awards/workflow/views/reminding.py:remind_all": "VIEW_NOMINATIONS",
        "campaign/activities/actions/records.py:_check_office": "permission",
        "campaign/activities/todo.py:_turns": "turn.needs",
        "campaign/activities/turns.py:_is_mine": "turn.needs",
        "campaign/activities/turns.py:_is_of_agency": "needed",
        "campaign/registrations/views/deadlines.py:_own_deadlines": "KEEP_RECORDS",
        "awards/workflow/facts.py:_why_not_close": "APPRAISE",
        "awards/todo.py:_reviews": "DECIDE",
        "awards/todo.py:_unheld": "NOMINATE",
        "awards/todo.py:_unreleased": "DECIDE RECOMMEND",
        "awards/todo.py:_unseated": "ADMINISTER",
        "awards/nominations/views/eligible.py:_nominable": "NOMINATE",
        "units/households/actions/household_import.py:import_households": "KEEP_HOUSEHOLDS",
    },
    "A table of the whole portal that anyone with the role reads: days off, the guidance of a round, the public records.": {
        "awards/nominations/offers.py:places": "VIEW_RECORDS",
        "awards/querysets.py:visible_to": "VIEW_NOMINATIONS",
        "awards/law/views/holidays.py:holidays": "VIEW_NOMINATIONS",
    },
    "The built-in account of the command line sits nowhere.": {
        "campaign/plan/leading.py:leads_portal": "permission",
    },
    "The two helpers by which the pages above ask.": {
        "awards/scope.py:needs": "permission",
        "campaign/scope.py:needs": "permission",
    },
}  # fmt: skip


def _calls(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, str]]:
    """Function and permission of each question that asks no unit; also one that is only handed on by its name."""
    for node in ast.iter_child_nodes(tree):
        here = node.name if isinstance(node, ast.FunctionDef) else inside
        if isinstance(node, ast.Call):
            whose = getattr(getattr(node.func, "value", None), "id", "")
            name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            if name in ASKS and (whose, name) != ("access", "needs"):
                yield here, ast.unparse(node.args[1]).removeprefix("Permission.").removeprefix("P.")
        yield from _calls(node, here)


def _found() -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            for function, permission in _calls(ast.parse(path.read_text(encoding="utf-8"))):
                found[f"{path.relative_to(ROOT).as_posix()}:{function}"].add(permission)
    return {place: " ".join(sorted(permissions)) for place, permissions in found.items()}


def test_a_right_that_asks_no_place_is_listed_with_its_reason() -> None:
    listed = {place: permissions for places in SOMEWHERE.values() for place, permissions in places.items()}
    assert _found() == listed


def test_the_question_is_never_handed_on_under_another_name() -> None:
    """A variable or an alias that holds `access.holds` would escape the list."""
    handed_on = []
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
            for node in ast.walk(tree):
                is_asked = isinstance(node, ast.Attribute) and ast.unparse(node) == "access.holds"
                is_alias = isinstance(node, ast.alias) and node.name == "holds" and node.asname is not None
                if is_alias or (is_asked and id(node) not in called):
                    handed_on.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert handed_on == []
