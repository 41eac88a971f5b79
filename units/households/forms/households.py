"""Forms of households."""

from typing import Any

from django import forms

from accounts.forms import DayField
from core import clock
from core.numbers import NumberRefused, parse_count
from units.households.states import CAUSES, DEPRIVATIONS, GROUPS, Outcome, YearStatus

DATE = {"invalid": "Nhập dạng ngày/tháng/năm, ví dụ 15/12/2022.", "required": "Vui lòng ghi ngày."}


def day(label: str, **more: Any) -> DayField:
    """A date as people type it."""
    return DayField(label=label, localize=True, error_messages=DATE, **more)


def _numbered(labels: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(str(at), f"{at}. {text}") for at, text in enumerate(labels, 1)]


class HouseholdForm(forms.Form):
    """A household as the village writes it down."""

    village = forms.ChoiceField(label="Thôn, khu phố")
    code = forms.CharField(
        label="Mã hộ", max_length=40, required=False, help_text="Để trống: cổng đặt theo mã thôn và số thứ tự."
    )
    head = forms.CharField(
        label="Họ và tên chủ hộ", max_length=120, error_messages={"required": "Vui lòng ghi họ và tên chủ hộ."}
    )
    address = forms.CharField(label="Địa chỉ", max_length=200, required=False)
    ethnicity = forms.CharField(label="Dân tộc của chủ hộ", max_length=40, required=False)
    spouse_ethnicity = forms.CharField(label="Dân tộc của vợ hoặc chồng", max_length=40, required=False)
    people = forms.IntegerField(label="Số nhân khẩu", min_value=1, max_value=60, initial=1)
    valid_from = day("Ở thôn từ ngày")

    def __init__(self, *args: Any, villages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].choices = villages


class EditForm(forms.Form):
    """What can be corrected."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    address = forms.CharField(label="Địa chỉ", max_length=200, required=False)
    ethnicity = forms.CharField(label="Dân tộc của chủ hộ", max_length=40, required=False)
    spouse_ethnicity = forms.CharField(label="Dân tộc của vợ hoặc chồng", max_length=40, required=False)
    people = forms.IntegerField(label="Số nhân khẩu", min_value=1, max_value=60)


class HeadForm(forms.Form):
    """Another head."""

    name = forms.CharField(
        label="Họ và tên chủ hộ mới", max_length=120, error_messages={"required": "Vui lòng ghi họ và tên."}
    )
    on = day("Từ ngày")


class EndForm(forms.Form):
    """The household is no more here."""

    on = day("Không còn ở thôn từ ngày")
    reason = forms.CharField(
        label="Lý do", max_length=200, help_text="Ví dụ: chuyển đi; chủ hộ chết, hộ không còn; nhập vào hộ khác.",
        error_messages={"required": "Vui lòng ghi lý do."},
    )  # fmt: skip


class YearForm(forms.Form):
    """What the survey of a year found."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label="Kết quả rà soát", choices=YearStatus.choices, widget=forms.RadioSelect)
    people = forms.IntegerField(label="Số nhân khẩu", min_value=1, max_value=60, required=False)
    deprivations = forms.MultipleChoiceField(
        label="Chỉ số thiếu hụt", choices=_numbered(DEPRIVATIONS), required=False, widget=forms.CheckboxSelectMultiple
    )
    causes = forms.MultipleChoiceField(
        label="Nguyên nhân nghèo", choices=_numbered(CAUSES), required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = forms.MultipleChoiceField(
        label="Nhóm", choices=_numbered(GROUPS), required=False, widget=forms.CheckboxSelectMultiple
    )


class RegistrationForm(forms.Form):
    """A household's own registration to leave poverty."""

    registered_on = day("Ngày đăng ký")
    commitments = forms.CharField(
        label="Cam kết của hộ", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        error_messages={"required": "Vui lòng ghi cam kết của hộ."},
    )  # fmt: skip
    support = forms.CharField(
        label="Đề nghị hỗ trợ", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False
    )
    loan = forms.CharField(label="Số tiền vay (đồng)", required=False, help_text="Để trống nếu không vay.")
    lender = forms.CharField(label="Nơi cho vay", max_length=200, required=False)

    def clean_loan(self) -> int | None:
        text = self.cleaned_data["loan"].strip()
        if not text:
            return None
        try:
            return parse_count(text)
        except NumberRefused as error:
            raise forms.ValidationError(f"{error}.") from None


class OutcomeForm(forms.Form):
    """What came of a registration."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="Kết quả", choices=[c for c in Outcome.choices if c[0] != Outcome.OPEN], widget=forms.RadioSelect
    )
    on = day("Ngày xác định")
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()
