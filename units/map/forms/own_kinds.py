"""The forms of a class of units and of a kind of bodies that a province adds."""

from django import forms

from units.households.forms.households import day
from units.map.actions.own_kinds import LEVELS

NAME = {"required": "Vui lòng ghi tên."}


class OwnKindForm(forms.Form):
    """What both have: a name and the act."""

    name = forms.CharField(label="Tên", max_length=100, error_messages=NAME)
    act = forms.CharField(
        label="Số, ký hiệu văn bản", max_length=100, help_text="Ví dụ: 12/2026/NQ-HĐND.",
        error_messages={"required": "Vui lòng ghi số, ký hiệu văn bản."},
    )  # fmt: skip
    issued_on = day("Ngày văn bản")
    valid_from = day("Dùng từ ngày", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].help_text = "ngày/tháng/năm. Để trống: từ ngày văn bản."


class OwnClassForm(OwnKindForm):
    """A class of units."""

    level = forms.TypedChoiceField(
        label="Dùng cho đơn vị cấp", choices=[(level.value, level.label) for level in LEVELS], coerce=int,
        initial=LEVELS[1].value, error_messages={"required": "Vui lòng chọn cấp."},
    )  # fmt: skip
    group = forms.CharField(
        label="Nhóm chỉ xếp một", max_length=100, required=False,
        help_text="Các phân loại cùng nhóm thì một đơn vị chỉ thuộc một, như xã khu vực I, II, III (nhóm «Khu vực»). "
        "Để trống: không loại trừ phân loại nào.",
    )  # fmt: skip
    is_difficult = forms.BooleanField(
        label="Là địa bàn đặc biệt khó khăn", required=False,
        help_text="Tính vào số «địa bàn khó khăn» khi cân đối khen thưởng và ở danh sách nơi giúp xã.",
    )  # fmt: skip
    field_order = ["name", "level", "act", "issued_on", "valid_from", "group", "is_difficult"]


class OwnBodyForm(OwnKindForm):
    """A kind of bodies."""

    is_business = forms.BooleanField(
        label="Sản xuất, kinh doanh, như doanh nghiệp, hợp tác xã", required=False,
        help_text="Được đề nghị khen là doanh nghiệp, báo cáo theo mẫu của doanh nghiệp, không được hỏi ý kiến về khen thưởng.",
    )  # fmt: skip
    field_order = ["name", "act", "issued_on", "valid_from", "is_business"]
