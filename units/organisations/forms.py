"""Forms of organisations, duties and blocs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.permissions import DUTY_LABELS
from core.numbers import NumberRefused, parse_rate
from office.files.contents import ACCEPTED
from office.later_words import own_words_later
from units.households.forms.households import day
from units.models import Bloc

ROWS = 12  # criteria that fit on the page at once


class OrganisationForm(forms.Form):
    """What an organisation is."""

    name = forms.CharField(label="Tên", max_length=200, error_messages={"required": "Vui lòng ghi tên."})
    short_name = forms.CharField(label="Tên ngắn", max_length=60, required=False)
    kind = forms.ChoiceField(label="Loại")
    is_requested = forms.BooleanField(
        label="Được đề nghị, không giao nhiệm vụ (MTTQ, đoàn thể, cơ quan Đảng)", required=False
    )
    is_managed_outside = forms.BooleanField(
        label=own_words_later("Không thuộc tỉnh quản lý về tổ chức, biên chế, quỹ lương"), required=False,
        help_text=own_words_later("Ví dụ cơ quan ngành dọc của Trung ương: tỉnh chỉ khen trong thẩm quyền, không đề nghị khen cấp Nhà nước."),
    )  # fmt: skip
    must_file_plan = forms.BooleanField(label="Phải gửi kế hoạch phát động thi đua", required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds


class NewOrganisationForm(OrganisationForm):
    """A new one."""

    code = forms.SlugField(
        label="Mã", max_length=40, help_text="Chữ không dấu và gạch nối, ví dụ so-nong-nghiep.",
        error_messages={"required": "Vui lòng ghi mã.", "invalid": "Chỉ chữ không dấu, số và gạch nối."},
    )  # fmt: skip
    seat = forms.ChoiceField(label="Thuộc")
    valid_from = day("Từ ngày")
    field_order = ["code", "name", "short_name", "kind", "seat", "valid_from"]

    def __init__(self, *args: Any, seats: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].choices = seats


class EndForm(forms.Form):
    """It is no more."""

    on = day("Kết thúc từ ngày")
    act = forms.CharField(label="Văn bản", max_length=200, error_messages={"required": "Vui lòng ghi văn bản."})


class HandOverForm(forms.Form):
    """Duties go over."""

    duties = forms.MultipleChoiceField(
        label="Nhiệm vụ bàn giao", choices=[(duty.value, label) for duty, label in DUTY_LABELS.items()], required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn nhiệm vụ nào nếu chỉ bàn giao hồ sơ, cán bộ.",
    )  # fmt: skip
    old = forms.ChoiceField(label="Cơ quan bàn giao")
    new = forms.ChoiceField(label="Cơ quan nhận")
    function = forms.CharField(
        label="Chức năng", max_length=200, help_text="Ví dụ: giảm nghèo.",
        error_messages={"required": "Vui lòng ghi chức năng."},
    )  # fmt: skip
    on = day("Từ ngày")
    act = forms.CharField(label="Văn bản", max_length=200, error_messages={"required": "Vui lòng ghi văn bản."})

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old"].choices = self.fields["new"].choices = bodies


class BlocForm(forms.Form):
    """A new cluster or bloc."""

    name = forms.CharField(label="Tên cụm, khối", max_length=120)
    kind = forms.ChoiceField(label="Loại", choices=Bloc.Kind.choices)


class ProgrammeForm(forms.Form):
    """A bloc's own programme of a year."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label="Số, ký hiệu", max_length=60, required=False)
    issued_on = day("Ngày ban hành", required=False)
    content = forms.CharField(
        label="Nội dung thi đua", widget=forms.Textarea(attrs={"rows": 5}), max_length=5000,
        error_messages={"required": "Vui lòng ghi nội dung thi đua."},
    )  # fmt: skip
    file = forms.FileField(label="Tệp", required=False, help_text=f"Nhận {ACCEPTED}, không quá 20 MB.")


def read_criteria(data: QueryDict) -> tuple[list[tuple[str, Decimal]], list[str]]:
    """Lines "criterion, points" as typed; and what could not be read. Blank lines are left out."""
    found, errors = [], []
    for at in range(ROWS):
        text, points = data.get(f"tieu-chi-{at}", "").strip(), data.get(f"diem-{at}", "").strip()
        if not text and not points:
            continue
        try:
            value = parse_rate(points)
        except NumberRefused as error:
            errors.append(f"Tiêu chí {at + 1}, điểm tối đa: {error}.")
            continue
        if not text or value is None:
            errors.append(f"Tiêu chí {at + 1}: cần cả nội dung và điểm tối đa.")
            continue
        found.append((text[:500], value))
    return found, errors


def typed_criteria(data: QueryDict | None, stored: Sequence[tuple[str, str]]) -> list[tuple[int, str, str]]:
    """Lines for the page: as typed, or as stored."""
    if data:
        return [(at, data.get(f"tieu-chi-{at}", ""), data.get(f"diem-{at}", "")) for at in range(ROWS)]
    padded = [*stored, *[("", "")] * ROWS][:ROWS]
    return [(at, text, points) for at, (text, points) in enumerate(padded)]
