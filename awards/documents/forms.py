"""Forms of papers, their templates, and the places of words on a blank."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms import DayField
from accounts.permissions import Duty
from awards.documents.domain import blank
from awards.documents.domain.kinds import SIGNINGS, Kind
from awards.models import RewardRate
from awards.ranking.forms import NumberText
from office.later_words import own_words_later
from office.lists.list_fields import ListFile
from units.map.domain.heads import ANY, head_of
from units.map.holders import holder_of


class MakeForm(forms.Form):
    """Who signs."""

    signing = forms.ChoiceField(label="Thẩm quyền ký")
    signer = forms.CharField(label="Họ và tên người ký", max_length=120, required=False)

    def __init__(self, *args: Any, kind: Kind, asks_signer: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = holder_of(Duty.AWARD_AGENCY)
        head = head_of(body.name, body.kind) if body else ANY
        self.fields["signer"].required = asks_signer  # many at once: nobody looks at each before it is signed
        self.fields["signing"].choices = [(code, SIGNINGS[code].label(head)) for code in kind.signings]


class RegisterForm(forms.Form):
    """Number and day as the register has them."""

    number = forms.CharField(label="Số, ký hiệu", max_length=60)
    dated = DayField(label="Ngày văn bản", localize=True)
    effective_on = DayField(
        label="Có hiệu lực từ ngày", localize=True, required=False, help_text="Để trống là từ ngày ký"
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.code != "huong-dan":
            del self.fields["effective_on"]


class RegimeFileForm(forms.Form):
    """A province's own regulation with its act."""

    file = ListFile(
        label="Tệp quy chế (.toml)", help_text=own_words_later("Cách viết: tài liệu «Quy chế khen thưởng của tỉnh»."),
        error_messages={"required": "Vui lòng chọn tệp.", "empty": "Tệp rỗng."},
    )  # fmt: skip
    number = forms.CharField(
        label="Số, ký hiệu văn bản ban hành", max_length=60, error_messages={"required": "Vui lòng ghi số văn bản."}
    )
    on = DayField(
        label="Ngày văn bản", localize=True, error_messages={"required": "Vui lòng ghi ngày văn bản.", "invalid": "Nhập dạng ngày/tháng/năm."},
    )  # fmt: skip
    issuer = forms.CharField(
        label="Cơ quan ban hành", max_length=200, error_messages={"required": "Vui lòng ghi cơ quan ban hành."}
    )


class BasisForm(forms.Form):
    """An act that the office has read."""

    code = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(label="Căn cứ như in", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    source = forms.CharField(
        label="Đã đọc văn bản ở đâu", max_length=300, help_text="Công báo, cơ sở dữ liệu quốc gia về văn bản, bản giấy."
    )


class RewardForm(forms.Form):
    """How much goes with a form of award."""

    form = forms.ChoiceField(label="Hình thức khen thưởng")
    recipient = forms.ChoiceField(label="Đối tượng", choices=RewardRate.Recipient.choices)
    amount = NumberText(
        label="Mức tiền (đồng)", most=1_000_000_000, help_text="Số tiền của một tập thể, cá nhân hoặc hộ."
    )
    basis = forms.CharField(
        label="Căn cứ, cách tính", max_length=300, help_text="Điểm, khoản, điều, văn bản; hệ số và mức lương cơ sở."
    )
    since = DayField(label="Áp dụng cho quyết định ký từ ngày", localize=True)

    def __init__(self, *args: Any, forms_: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = list(forms_)


class TemplateForm(forms.Form):
    """A template in place of the portal's own."""

    file = forms.FileField(label="Tệp mẫu (.docx)", help_text="Tải mẫu đang dùng về, sửa bằng Word rồi gửi lên.")
    note = forms.CharField(label="Ghi chú", max_length=200, required=False, help_text="Ví dụ: mẫu theo Công văn số …")


HEADS = {
    "x": "Cách trái (mm)",
    "y": "Cách trên (mm)",
    "width": "Rộng (mm)",
    "size": "Cỡ chữ",
    "bold": "Đậm",
    "align": "Căn",
}


class BlankForm(forms.Form):
    """Where the words of a Bằng khen stand, in mm."""

    width = forms.IntegerField(label="Chiều rộng phôi (mm)", localize=False)
    height = forms.IntegerField(label="Chiều cao phôi (mm)", localize=False)

    def __init__(self, *args: Any, layout: blank.Layout, **kwargs: Any) -> None:
        kwargs["initial"] = {"width": layout.width, "height": layout.height, **_initial(layout)}
        super().__init__(*args, **kwargs)
        for key, words in blank.SPOTS.items():
            for name, label in (("x", "cách trái"), ("y", "cách trên"), ("width", "rộng"), ("size", "cỡ chữ")):
                self.fields[f"{key}-{name}"] = forms.IntegerField(label=f"{words}: {label}", localize=False)
            self.fields[f"{key}-bold"] = forms.BooleanField(label=f"{words}: chữ đậm", required=False)
            self.fields[f"{key}-align"] = forms.ChoiceField(label=f"{words}: căn", choices=list(blank.ALIGNS.items()))

    def rows(self) -> list[tuple[str, list[tuple[str, forms.BoundField]]]]:
        """The fields of each place with their heads, for a table."""
        return [
            (words, [(head, self[f"{key}-{name}"]) for name, head in HEADS.items()])
            for key, words in blank.SPOTS.items()
        ]

    def layout(self) -> blank.Layout:
        """The places as typed."""
        data = self.cleaned_data
        names = ("x", "y", "width", "size", "bold", "align")
        spots = {key: blank.Spot(**{name: data[f"{key}-{name}"] for name in names}) for key in blank.SPOTS}
        return blank.Layout(data["width"], data["height"], spots)


def _initial(layout: blank.Layout) -> dict[str, Any]:
    return {f"{key}-{name}": value for key, spot in layout.to_json()["spots"].items() for name, value in spot.items()}
