"""Forms of a dossier: what is said, its papers, its evidence."""

from collections.abc import Sequence
from typing import Any

from django import forms

from awards.nominations.domain.declared import Declared
from awards.nominations.domain.list_file import OLDEST, why_no_birth_year
from awards.nominations.forms.nominations import BalanceForm
from core.numbers import format_date
from office.files.contents import ACCEPTED
from office.later_words import own_words_later
from office.lists.list_fields import WorkbookFile
from units.households.forms.households import day

FILE = f"Nhận {ACCEPTED}, không quá 20 MB."


class PaperForm(forms.Form):
    """A paper as a file, or the note that it came on paper."""

    file = forms.FileField(label="Tệp", required=False, help_text=FILE)
    on_paper = forms.CharField(
        label="Hoặc bản giấy: số, ngày", max_length=120, required=False,
        help_text="Ghi khi đã nhận bản giấy, ví dụ: số 12/TTr-UBND ngày 05/03/2024.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("on_paper", "").strip():
            self.add_error("file", "Vui lòng chọn tệp, hoặc ghi số, ngày của bản giấy.")
        return data


class EvidenceForm(forms.Form):
    """A paper beside a part of a criterion."""

    label = forms.CharField(
        label="Tên minh chứng", max_length=300, help_text="Ví dụ: Kết quả xếp loại cán bộ năm 2023, hoàn thành xuất sắc nhiệm vụ.",
        error_messages={"required": "Vui lòng ghi tên minh chứng."},
    )  # fmt: skip
    year = forms.TypedChoiceField(label="Của năm", coerce=int, empty_value=None, required=False)
    file = forms.FileField(label="Tệp", help_text=FILE, error_messages={"required": "Vui lòng chọn tệp minh chứng."})

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "không theo năm"), *((year, str(year)) for year in years)]
        self.fields["year"].initial = years[-1] if len(years) == 1 else ""


class HolidayForm(forms.Form):
    """A day off, or a weekend day worked instead."""

    on = day("Ngày")
    name = forms.CharField(label="Tên", max_length=120, help_text="Ví dụ: Tết Nguyên đán; Làm bù ngày 29/4.")
    is_working = forms.ChoiceField(
        label="Loại", choices=[("", "Ngày nghỉ"), ("1", "Làm bù (thứ Bảy, Chủ nhật)")], required=False
    )


class SaidForm(BalanceForm):
    """What is said of a nominee; which fields stand depends on who it is."""

    person = forms.CharField(label="Họ và tên", max_length=120, error_messages={"required": "Vui lòng ghi họ và tên."})
    person_title = forms.CharField(
        label="Chức vụ, nơi công tác",
        max_length=200,
        error_messages={"required": "Vui lòng ghi chức vụ, nơi công tác."},
    )
    birth_year = forms.IntegerField(
        label="Năm sinh", required=False, min_value=OLDEST,
        help_text="Để biết các lần khen có phải của cùng một người; không công khai.",
    )  # fmt: skip
    staff_code = forms.CharField(
        label="Mã cán bộ", max_length=40, required=False, help_text="Không bắt buộc. Mã ở cơ quan quản lý, nếu có."
    )
    name_as = forms.ChoiceField(
        label="Tên ghi trong quyết định", widget=forms.RadioSelect, required=False,
        help_text="Cổng không đoán ông hay bà. Chọn một, hoặc ghi tên khác ở ô dưới.",
    )  # fmt: skip
    printed_name = forms.CharField(
        label="Tên ghi trong quyết định", max_length=300, required=False,
        help_text="Giữ đúng như sẽ in, ví dụ “Nhân dân và cán bộ xã An Hòa”.",
    )  # fmt: skip
    form = forms.ChoiceField(label="Hình thức đề nghị")
    achievements = forms.CharField(
        label="Tóm tắt thành tích", widget=forms.Textarea(attrs={"rows": 8}), max_length=6000, required=False,
        help_text="Số liệu đã duyệt của các năm xét được điền sẵn; viết tiếp thành tích đạt được.",
    )  # fmt: skip
    movements = forms.MultipleChoiceField(
        label="Gắn với phong trào", required=False, widget=forms.CheckboxSelectMultiple
    )
    has_consent = forms.BooleanField(
        label="Người, hộ được đề nghị đã đồng ý bằng văn bản cho công khai tên", required=False,
        help_text="Hộ không đồng ý thì trang công khai chỉ ghi “Hộ gia đình” và tên xã.",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        is_person: bool,
        asks_consent: bool,
        award_forms: Sequence[tuple[str, str]],
        movements: Sequence[str],
        names: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = award_forms
        self.fields["name_as"].choices = [(name, name) for name in names]
        if names:
            self.fields["printed_name"].label = "Hoặc tên khác"
            self.fields["printed_name"].help_text = "Ghi khi tên in không phải một trong hai tên trên."
        self.fields["movements"].choices = [(name, name) for name in movements]
        self.order_fields([name for name in self.fields if name not in ("sex", "is_direct_worker")])
        if not asks_consent:
            self.leave_out_balance()  # a unit or a body has neither
        drop = {
            "person": not is_person,
            "person_title": not is_person,
            "birth_year": not is_person,
            "staff_code": not is_person,
            "has_consent": not asks_consent,
            "form": len(award_forms) < 2,
            "movements": not movements,
            "name_as": not names,
        }
        for name in (name for name, unwanted in drop.items() if unwanted):
            del self.fields[name]

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and (why := why_no_birth_year(year)):
            raise forms.ValidationError(why)
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "name_as" in self.fields and not self.errors:
            data["printed_name"] = data["printed_name"].strip() or data["name_as"]
            if not data["printed_name"]:
                self.add_error("name_as", "Vui lòng chọn ông hay bà, hoặc ghi tên khác.")
        return data


class RowForm(forms.Form):
    """One line of several, laid out by its page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"


class DeclaredForm(RowForm):
    """One award that the nominee has had."""

    form = forms.CharField(label="Hình thức khen thưởng", max_length=200, required=False)
    number = forms.CharField(label="Số quyết định", max_length=60, required=False)
    on = day("Ngày", required=False)
    merit = forms.CharField(label="Thành tích", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("form", "").strip() and any(data.get(name) for name in ("number", "on", "merit")):
            self.add_error("form", "Vui lòng ghi hình thức khen thưởng.")
        data["number"] = "".join((data.get("number") or "").split())
        return data

    @property
    def row(self) -> Declared:
        data = self.cleaned_data
        on = format_date(data["on"]) if data.get("on") else ""
        return Declared(data.get("form", ""), data.get("number", ""), on, data.get("merit", ""))


DeclaredRows = forms.formset_factory(DeclaredForm, extra=2, max_num=30, absolute_max=60)


class ListForm(forms.Form):
    """A list of proposals."""

    file = WorkbookFile()


class LateForm(forms.Form):
    """A decision of the past as it was signed, with its scan and the file of its list."""

    number = forms.CharField(label="Số quyết định", max_length=60, help_text="Ví dụ: 512/QĐ-UBND")
    signed_on = day("Ngày ký")
    signer = forms.CharField(label="Người ký", max_length=120)
    issuer = forms.CharField(
        label="Cơ quan ban hành", max_length=200, help_text=own_words_later("Ví dụ: Ủy ban nhân dân tỉnh")
    )
    released_on = day("Ngày công bố")
    reason = forms.CharField(
        label="Lý do nhập bù", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Vì sao quyết định này chưa có trong cổng.",
    )  # fmt: skip
    scan = forms.FileField(
        label="Bản quét quyết định", help_text=FILE, error_messages={"required": "Vui lòng chọn bản quét quyết định."}
    )
    file = WorkbookFile(required=False, more="Theo tệp mẫu; hoặc nhập từng dòng ở dưới.")


class TypedForm(RowForm):
    """One recipient, typed."""

    category = forms.ChoiceField(label="Nhóm", required=False)
    name = forms.CharField(label="Tên", max_length=300, required=False)
    code = forms.CharField(label="Mã", max_length=40, required=False)
    title = forms.CharField(label="Chức vụ (cá nhân)", max_length=200, required=False)
    printed_name = forms.CharField(label="Tên in", max_length=300, required=False)

    def __init__(self, *args: Any, classes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", "chọn"), *classes]

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as a file would hold it; nothing when it was left empty."""
        data = self.cleaned_data
        row = tuple(data.get(name, "") for name in ("category", "name", "code", "title", "printed_name"))
        return row if any(row[1:]) else ()


TypedRows = forms.formset_factory(TypedForm, extra=5, max_num=30, absolute_max=60)
