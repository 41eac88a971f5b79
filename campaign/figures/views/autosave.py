"""The entry sheet stores by itself as one types: the same door, answered in a few words instead of a page."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.storing import Conflict
from campaign.figures.forms import TypedSheet
from campaign.figures.sheets import Sheet
from campaign.models import FigureSet
from core import clock
from core.workflow import Refused

HEADER = "X-Tu-Luu"
OTHERS = "Số liệu đã được người khác sửa. Bấm Lưu nháp để so hai bản; số bạn nhập vẫn còn trong bảng."


def is_by_itself(request: HttpRequest) -> bool:
    """The page sends this, not somebody who pressed a button."""
    return HEADER in request.headers


def stored(request: HttpRequest, data: Sheet, typed: TypedSheet) -> list[FigureSet]:
    """What was typed into the sheet, stored as a whole. Raises as `save_sheet` does."""
    return save_sheet(
        data.campaign,
        data.year,
        typed.values,
        typed.editions,
        by=request.user,
        status=data.status,
        standard=data.standard,
    )


def answer(request: HttpRequest, data: Sheet, typed: TypedSheet) -> JsonResponse:
    """When it was stored and the edition of each row now, or why nothing was; the page keeps what was typed."""
    if not typed.is_valid:
        return _refused(*typed.errors.values())
    try:
        saved = {item.unit_id: item for item in stored(request, data, typed)}
    except Conflict:
        return _refused(OTHERS, status=HTTPStatus.CONFLICT)
    except Refused as refused:
        return _refused(*refused.reasons)
    rows = {}
    for row in data.rows:
        values, item = typed.values.get(row.unit.pk), saved.get(row.unit.pk, row.item)
        if values is None or item is None:
            continue
        standing = [values.get(name, row.stored(name)) for name in data.view.typed]
        rows[row.unit.code] = {
            "edition": item.edition,
            "opened": ";".join("" if value is None else str(value) for value in standing),
            "state": item.get_state_display(),
        }
    return JsonResponse({"at": clock.now().astimezone(clock.VIETNAM).strftime("%H:%M"), "rows": rows})


def _refused(*reasons: str, status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> JsonResponse:
    return JsonResponse({"refused": reasons}, status=status)
