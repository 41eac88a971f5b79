"""Forms of what bends a rule: the act with its file and reason, and what the second person answers."""

from typing import Any

from django import forms

from accounts.forms import DayField
from awards.controls.domain.rule_acts import Act
from awards.models import RuleChange
from awards.nominations.forms.nominations import ChangeForm, RecallForm, RevokeForm
from awards.ranking.forms import NumberText
from office.files.contents import ACCEPTED
from office.later_words import own_words_later

ISSUER = own_words_later("Ví dụ: Ủy ban nhân dân tỉnh")


class ActForm(forms.Form):
    """The act under which a rule is bent, its file, and why."""

    number = forms.CharField(label="Số, ký hiệu văn bản", max_length=60, help_text="Ví dụ: 512/UBND-NC")
    issued_on = DayField(label="Ngày văn bản", localize=True)
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, help_text=ISSUER)
    file = forms.FileField(
        label="Tệp văn bản", help_text=f"Nhận {ACCEPTED}.",
        error_messages={"required": "Vui lòng chọn tệp văn bản."},
    )  # fmt: skip
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)

    @property
    def said(self) -> dict[str, Any]:
        """What an action takes of it."""
        data = self.cleaned_data
        act = Act(data["number"], data["issued_on"], data["issuer"])
        return {"act": act, "file": data["file"], "reason": data["reason"]}


class CapForm(ActForm):
    """Another ceiling."""

    field_order = ("at_most", "number", "issued_on", "issuer", "file", "reason")
    at_most = NumberText(label="Số lượng mới", most=10_000)

    def clean_at_most(self) -> int:
        value: int | None = self.cleaned_data["at_most"]
        if value is None:
            raise forms.ValidationError("Vui lòng nhập số lượng mới.")
        return value


class NamesForm(ChangeForm):
    """A decision that corrects printed names: the act is the decision."""

    field_order = ("number", "signed_on", "signer", "issuer", "file", "reason")
    issuer = forms.CharField(label="Cơ quan, người có thẩm quyền ban hành", max_length=200, help_text=ISSUER)
    file = forms.FileField(
        label="Bản ký quyết định điều chỉnh", help_text=f"Nhận {ACCEPTED}.",
        error_messages={"required": "Vui lòng chọn bản ký quyết định điều chỉnh."},
    )  # fmt: skip

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes of it."""
        data = self.cleaned_data
        act = Act(data["number"], data["signed_on"], data["issuer"])
        return {"act": act, "signer": data["signer"], "file": data["file"], "reason": data["reason"]}


class RestoreForm(NamesForm):
    """A decision that restores awards which another revoked: the act is the decision."""

    file = forms.FileField(
        label="Bản ký quyết định khôi phục", help_text=f"Nhận {ACCEPTED}.",
        error_messages={"required": "Vui lòng chọn bản ký quyết định khôi phục."},
    )  # fmt: skip


CHANGES: dict[str, type[forms.Form]] = {
    "thu-hoi": RecallForm,
    "dieu-chinh": NamesForm,
    "huy-bo": RevokeForm,
    "khoi-phuc": RestoreForm,
}


class AnswerForm(forms.Form):
    """What the second person, or the proposer who takes it back, says of it."""

    reason = forms.CharField(
        label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False,
        help_text=own_words_later("Người đề nghị, Chủ tịch UBND tỉnh và thanh tra đọc nguyên văn."),
    )  # fmt: skip


class FilterForm(forms.Form):
    """Which changes of a year somebody looks for."""

    nam = forms.TypedChoiceField(label="Năm", coerce=int, required=False)
    viec = forms.ChoiceField(label="Việc", required=False, choices=[("", "Tất cả"), *RuleChange.Kind.choices])
    tt = forms.ChoiceField(label="Trạng thái", required=False, choices=[("", "Tất cả"), *RuleChange.State.choices])

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        self.fields["nam"].choices = [(year, str(year)) for year in years]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
