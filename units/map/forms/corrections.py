"""Forms of one unit: entered below another, put right, taken out; and the list of units."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.text import listed
from office.lists.list_fields import WorkbookFile
from units.households.forms.households import day
from units.map.domain.levels import Kind

REASON = {"required": "Vui lòng ghi lý do."}


class FoundingForm(forms.Form):
    """A unit that the list did not have."""

    name = forms.CharField(
        label="Tên đầy đủ", max_length=120, help_text="Có cả loại: «Thôn Một», «Xã An Hòa».",
        error_messages={"required": "Vui lòng ghi tên."},
    )  # fmt: skip
    kind = forms.ChoiceField(label="Loại")
    code = forms.CharField(
        label="Mã", max_length=20, required=False,
        help_text="Mã danh mục nhà nước, giữ số 0 ở đầu. Thôn, khu phố không có mã: để trống, cổng đặt.",
    )  # fmt: skip
    valid_from = day("Từ ngày")
    act = forms.CharField(label="Văn bản thành lập", max_length=200, required=False)

    def __init__(self, *args: Any, kinds: list[Kind], alike: Sequence[str] = (), **kwargs: Any) -> None:
        """`alike`: names that stand already and are nearly the one typed, each to be said another unit's."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        if alike:
            self.fields["apart_from"] = forms.MultipleChoiceField(
                label="Tên gần giống đã có",
                widget=forms.CheckboxSelectMultiple,
                choices=[(name, f"{name} là đơn vị khác, không phải đơn vị đang thêm") for name in alike],
                error_messages={
                    "required": f"Đã có {listed(list(alike))}. Vui lòng sửa tên, hoặc xác nhận là đơn vị khác.",
                    "invalid_choice": "Tên gần giống đã khác với lần xem trước; vui lòng xem lại và xác nhận.",
                },
            )

    def clean_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"])

    def clean_apart_from(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["apart_from"])


class CorrectionForm(forms.Form):
    """What was entered wrongly."""

    name = forms.CharField(label="Tên đầy đủ", max_length=120, error_messages={"required": "Vui lòng ghi tên."})
    kind = forms.ChoiceField(label="Loại")
    parent = forms.ChoiceField(label="Trực thuộc", required=False)
    valid_from = day("Ngày thành lập")
    reason = forms.CharField(
        label="Lý do", max_length=300, error_messages=REASON,
        help_text="Cái gì đã ghi sai, căn cứ vào đâu. Ví dụ: gõ nhầm dấu khi nạp danh mục.",
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: list[Kind], parents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["parent"].choices = parents
        if not parents:
            del self.fields["parent"]

    def clean_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"])


class SuccessionTableForm(forms.Form):
    """A table of successions; day and act for those of its lines that name none."""

    file = WorkbookFile(is_kept=True, label="Bảng sáp nhập", more="Nhiều văn bản, nhiều ngày được.")
    act = forms.CharField(
        label="Văn bản của dòng không ghi văn bản", max_length=200, required=False,
        help_text="Số, ký hiệu, ngày. Để trống khi mọi dòng đã ghi.",
    )  # fmt: skip
    on = day("Ngày có hiệu lực của dòng không ghi ngày", required=False)


class UnitListForm(forms.Form):
    """A list of units."""

    file = WorkbookFile(label="Tệp danh mục")
    reason = forms.CharField(
        label="Lý do sửa ghi sai", max_length=300, required=False,
        help_text="Chỉ điền khi tệp sửa chỗ cổng đang ghi sai; đổi tên theo văn bản thì dùng «Sắp xếp đơn vị».",
    )  # fmt: skip
