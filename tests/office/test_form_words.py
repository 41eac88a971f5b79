"""What every form says the same way: what is missing by its kind of field, how a day is written, where an error stands."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from accounts.forms import DAY_HINT, DayField
from core.acts import why_no_issuer, why_no_number, why_no_reason, why_no_signer
from core.findings import Reason
from core.workflow import Refused
from office.pages import add_refusals


class Asked(forms.Form):
    words = forms.CharField(label="Nội dung")
    on = DayField(label="Ngày", localize=True)
    kind = forms.ChoiceField(label="Loại", choices=[("a", "A")])
    many = forms.MultipleChoiceField(label="Nơi", choices=[("a", "A")])
    file = forms.FileField(label="Tệp")
    agreed = forms.BooleanField(label="Đồng ý")
    own = forms.CharField(label="Số", error_messages={"required": "Vui lòng ghi số văn bản."})


def test_what_is_missing_is_asked_for_by_the_kind_of_its_field() -> None:
    assert Asked({}).errors == {
        "words": ["Vui lòng ghi mục này."],
        "on": ["Vui lòng ghi ngày."],
        "kind": ["Vui lòng chọn một mục."],
        "many": ["Vui lòng chọn ít nhất một mục."],
        "file": ["Vui lòng chọn tệp."],
        "agreed": ["Vui lòng đánh dấu ô này."],
        "own": ["Vui lòng ghi số văn bản."],
    }


def test_a_day_says_how_it_is_written() -> None:
    assert Asked().fields["on"].help_text == DAY_HINT == "ngày/tháng/năm"
    assert Asked({"on": "hôm qua"}).errors["on"] == ["Nhập dạng ngày/tháng/năm, ví dụ 15/12/2022."]


@pytest.mark.parametrize(
    ("form", "title"),
    [(Asked({}), "Lỗi: Trang"), (Asked(), "Trang"), (None, "Trang")],
    ids=["came back", "not sent", "none"],
)
def test_the_title_of_a_form_that_came_back_begins_with_it(form: Any, title: str) -> None:
    assert Template("{% error_word %}Trang").render(Context({"any_name": form})) == title


def test_a_title_tells_of_a_set_of_forms_too() -> None:
    sent = QueryDict("form-TOTAL_FORMS=1&form-INITIAL_FORMS=0&form-0-words=x")
    assert Template("{% error_word %}").render(Context({"rows": forms.formset_factory(Asked)(sent)})) == "Lỗi: "


def test_a_refusal_stands_at_the_field_that_it_is_about() -> None:
    form = Asked({})
    form.errors.clear()
    add_refusals(form, Refused(Reason("Chưa rõ.", "words"), Reason("Ở trường khác.", "gone"), "Đã khóa."))
    assert form.errors == {"words": ["Chưa rõ."], "__all__": ["Ở trường khác.", "Đã khóa."]}


def test_what_is_wrong_with_an_act_names_its_field() -> None:
    found = [why_no_number("12"), why_no_signer("A"), why_no_issuer("A"), why_no_reason("", "Vui lòng ghi lý do.")]
    fields = [reason.field for reasons in found for reason in reasons if isinstance(reason, Reason)]
    assert fields == ["number", "signer", "issuer", "reason"]
