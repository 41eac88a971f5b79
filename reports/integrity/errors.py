"""Pages for what went wrong: what happened, what is kept, what to do."""

import sys
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.middleware import public
from accounts.readable import Unreadable
from accounts.views import go_on, sign_in_page
from core import logs
from office.files import disk
from office.pages import conflict
from reports import campaign_of_page
from reports.frame import frame_of

__all__ = ["bad_request", "conflict", "csrf_failure", "forbidden", "not_found", "server_error"]

FORM_TOO_OLD = "Trang đăng nhập này mở đã lâu. Vui lòng nhập lại mật khẩu."


def _page(request: HttpRequest, status: HTTPStatus, heading: str, text: str, *next_steps: str) -> HttpResponse:
    campaign_of_page.name_nothing(request)  # a page that is refused tells nothing of what stands there
    frame_of(request).is_refusal = True
    context = {"heading": heading, "text": text, "next_steps": next_steps}
    return render(request, "errors/page.html", context, status=status)


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when too much was sent."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _page(
            request,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "Nội dung gửi lên quá lớn",
            "Chưa lưu gì. Nhấn nút Quay lại của trình duyệt: những gì bạn nhập vẫn còn.",
            "Giảm dung lượng tệp, mỗi tệp nhiều nhất 20 MB.",
            "Hoặc chia nội dung thành nhiều lần gửi.",
        )
    why = f"{exception} " if isinstance(exception, Unreadable) else ""
    return _page(
        request,
        HTTPStatus.BAD_REQUEST,
        "Yêu cầu không đọc được",
        f"{why}Chưa lưu gì. Vui lòng quay lại trang trước, tải lại trang rồi gửi lại.",
    )


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page exists, the role does not open it."""
    return _page(
        request,
        HTTPStatus.FORBIDDEN,
        "Vai trò của bạn không mở được trang này",
        "Trang này dành cho vai trò khác. Không có gì bị thay đổi.",
        "Xem vai trò và việc được làm ở mục Tài khoản của tôi.",
        "Nếu công việc của bạn cần trang này, hãy liên hệ người quản trị của cơ quan.",
    )


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page for what is not there and for what is another's."""
    return _page(
        request,
        HTTPStatus.NOT_FOUND,
        "Không tìm thấy trang",
        "Địa chỉ này không có trang nào, hoặc nội dung nằm ngoài phạm vi của bạn.",
        "Kiểm tra lại địa chỉ, nhất là khi chép từ văn bản.",
        "Tìm đơn vị hoặc hồ sơ bằng ô tìm kiếm ở đầu trang.",
    )


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 507 when the disk is full: a plain page that asks nothing of the database or the session.

    It names the code of the failure.
    """
    if disk.is_full(sys.exc_info()[1]):
        text = render_to_string("507.html", {"told": disk.FULL})
        return HttpResponse(text, status=HTTPStatus.INSUFFICIENT_STORAGE)
    body = render_to_string("500.html", {"code": logs.request_code()})
    return HttpResponse(body, status=HTTPStatus.INTERNAL_SERVER_ERROR)


@public
def csrf_failure(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    """The form is older than the session. A form of sign-in goes on where it can, or is offered anew."""
    if request.path == reverse("accounts:sign_in"):
        if request.user.is_authenticated:
            return go_on(request)
        return sign_in_page(request, FORM_TOO_OLD, status=HTTPStatus.FORBIDDEN)
    if request.path == reverse("accounts:sign_out") and not request.user.is_authenticated:
        return redirect("accounts:sign_in")  # left already, in another tab
    return _page(
        request,
        HTTPStatus.FORBIDDEN,
        "Phiên làm việc đã kết thúc",
        "Chưa lưu gì. Trang bạn gửi được mở từ một phiên đã kết thúc hoặc trước lần đăng nhập này.",
        "Nhấn nút Quay lại của trình duyệt: những gì bạn nhập vẫn còn.",
        "Tải lại trang đó, kiểm tra rồi gửi lại.",
    )
