"""What is asked before a block from a spreadsheet goes into a sheet: whether its words agree with the page."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figure_files import pasted, results_file
from campaign.figures.domain.form_sheets import MAIN, find
from campaign.poverty_standards.in_force import standard_of
from campaign.scope import campaign_or_404, needs, standard_of_page, status_of, unit_or_404, year_or_404
from campaign.targets import targets_file
from campaign.targets.views.targets import indicator_of
from units.models import Unit
from units.unit_lists.registers import register_of

TARGETS = "chi-tieu"


@require_POST
def judge(request: HttpRequest, year: int, code: str) -> JsonResponse:
    """What stands in the way of the block, in sentences; nothing is stored."""
    is_of_targets = request.GET.get("bang") == TARGETS
    permission = Permission.VIEW_TARGETS if is_of_targets else Permission.VIEW_FIGURES
    needs(request.user, permission)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    unit = unit_or_404(request, permission, year, code)
    on = map_day(year)
    register = register_of(Unit.objects.in_force(on).within(unit, on, depth=1), on, with_others=True)
    try:
        block = pasted.read_block(request.POST.get("khoi", ""))
    except ValueError:
        raise BadRequest("Nội dung dán không đọc được. Vui lòng chép lại rồi dán.") from None
    told: list[str] = []
    if is_of_targets:
        purpose = targets_file.purpose_of(year, register)
        told = pasted.of_other_rate(block, indicator_of(request.GET))
    else:
        standard = standard_of(standard_of_page(request.GET, campaign, year))
        view = find(standard, request.GET.get("bieu", "")) if standard is not None else MAIN
        keys = () if view.form else block.columns.values()
        if view.is_headline:
            told = pasted.of_other_figure(block, year)
        if view.form and standard is not None:
            form = standard.form(view.form)
            titles = {} if view.is_headline else {field.key: field.titles for field in form.every}
            told += pasted.of_other_form(block, form, standard.forms) or pasted.of_other_column(block, titles, year)
        purpose = results_file.purpose_of(year, status_of(request.GET), register, keys)
    return JsonResponse({"told": pasted.objections(block, purpose) or told})
