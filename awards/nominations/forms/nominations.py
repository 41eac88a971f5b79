"""Forms of nominations, judgements and decisions."""

from collections.abc import Sequence
from typing import Any, Self

from django import forms
from django.db.models import QuerySet

from accounts.forms import DayField
from awards.models import Decision, Opinion
from awards.models.nominations import Sex
from office.files.contents import ACCEPTED
from office.later_words import own_words_later
from units.models import Organisation


def _yes_or_no(value: object) -> bool | None:
    return {"co": True, "khong": False}.get(str(value))


class BalanceForm(forms.Form):
    """What only the balance report asks of a person or of the head of a household; may stay open."""

    sex = forms.ChoiceField(
        label="Giới tính", required=False, choices=[("", "Không ghi"), *Sex.choices],
        help_text="Không bắt buộc; dùng cho báo cáo cân đối.",
    )  # fmt: skip
    is_direct_worker = forms.TypedChoiceField(
        label="Trực tiếp lao động, sản xuất", required=False, coerce=_yes_or_no, empty_value=None,
        choices=[("", "Không ghi"), ("co", "Có"), ("khong", "Không")],
        help_text="Không bắt buộc; dùng cho báo cáo cân đối.",
    )  # fmt: skip

    def leave_out_balance(self) -> None:
        """A unit or a body has neither."""
        del self.fields["sex"], self.fields["is_direct_worker"]


class AskForm(forms.Form):
    """A body that is asked for its opinion."""

    body = forms.ModelChoiceField(label="Cơ quan được hỏi", queryset=Organisation.objects.none())
    about = forms.CharField(label="Nội dung hỏi", max_length=300)

    def __init__(self, *args: Any, bodies: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies


class AnswerForm(forms.Form):
    """What the asked body holds."""

    stance = forms.ChoiceField(label="Ý kiến", choices=Opinion.Stance.choices)
    text = forms.CharField(label="Nội dung", widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, required=False)
    file = forms.FileField(label="Văn bản trả lời", required=False, help_text=f"Nhận {ACCEPTED}.")


class StepForm(forms.Form):
    """The reason of a step, and the written reason for recommending in spite of a miss."""

    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False)
    override_reason = forms.CharField(
        label="Lý do trình khi còn điểm phải giải trình", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        required=False, help_text=own_words_later("Hội đồng và Chủ tịch UBND tỉnh sẽ đọc lý do này."),
    )  # fmt: skip

    reason_code = forms.ChoiceField(label="Loại lý do")

    def __init__(
        self, *args: Any, asks_reason: bool, asks_override: bool, codes: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if codes:
            self.fields["reason_code"].choices = [("", "Chọn loại lý do"), *((code, code) for code in codes)]
        else:
            del self.fields["reason_code"]
        if not asks_reason:
            del self.fields["reason"]
        if not asks_override:
            del self.fields["override_reason"]


class DecisionForm(forms.Form):
    """The paper that turns the list into awards."""

    number = forms.CharField(label="Số quyết định", max_length=60, help_text="Ví dụ: 512/QĐ-UBND")
    signed_on = DayField(label="Ngày ký", localize=True)
    signer = forms.CharField(label="Người ký", max_length=120)


class ChangeForm(DecisionForm):
    """A later decision that corrects printed names."""

    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class RevokeForm(ChangeForm):
    """A later decision that revokes awards."""

    field_order = ("number", "signed_on", "signer", "cause", "reason", "recovered")
    cause = forms.ChoiceField(
        label="Loại lý do", choices=[("", "Chọn"), *Decision.Cause.choices],
        help_text="Trang công khai chỉ ghi loại lý do này, không ghi lý do chi tiết.",
    )  # fmt: skip
    recovered = forms.CharField(label="Thu hồi hiện vật, tiền thưởng", max_length=300, required=False)


class RecallForm(forms.Form):
    """Why a decision that nobody has read yet is taken back."""

    reason = forms.CharField(label="Lý do thu hồi", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class ScanForm(forms.Form):
    """The signed paper."""

    scan = forms.FileField(
        label="Bản ký (bản quét hoặc tệp ký số)", help_text=f"Nhận {ACCEPTED}. Chữ ký số được lưu, cổng không kiểm tra."
    )
    reason = forms.CharField(
        label="Lý do thay bản ký", max_length=500, required=False,
        help_text=own_words_later("Bản trước vẫn được giữ; Chủ tịch UBND tỉnh và thanh tra đọc lý do này."),
    )  # fmt: skip

    @classmethod
    def shown(cls, *, replaces: bool) -> Self:
        """As a page shows it: only where a file is there is one asked why another takes its place."""
        form = cls()
        form.fields["reason"].required = replaces
        if not replaces:
            del form.fields["reason"]
        return form
