"""Forms of what the desk notes at a dossier: matters, and what was said in public comment."""

from django import forms

from accounts.forms import DayField
from awards.models import Matter
from office.files.contents import ACCEPTED

FILE = f"Nhận {ACCEPTED}."


class MatterForm(forms.Form):
    """A discipline, an investigation, an inspection, a complaint under way."""

    kind = forms.ChoiceField(label="Vụ việc", choices=Matter.Kind.choices)
    about = forms.CharField(label="Nội dung", max_length=500)
    document = forms.CharField(label="Văn bản", max_length=200, help_text="Số, ngày, nơi ban hành.")
    opened_on = DayField(label="Từ ngày", localize=True)


class ConcludeForm(forms.Form):
    """What it came to."""

    on = DayField(label="Kết luận ngày", localize=True)
    document = forms.CharField(label="Văn bản kết luận", max_length=200, help_text="Số, ngày, nơi ban hành.")
    conclusion = forms.CharField(label="Kết luận", max_length=1000)
    discipline_ends_on = DayField(
        label="Hết thời hạn kỷ luật ngày", localize=True, required=False, help_text="Để trống nếu không kỷ luật."
    )


class ObjectionForm(forms.Form):
    """What somebody said of a name under public comment."""

    said_by = forms.CharField(
        label="Người có ý kiến", max_length=200, help_text="Họ tên, địa chỉ; tập thể thì ghi tên tập thể."
    )
    received_on = DayField(label="Nhận ngày", localize=True)
    text = forms.CharField(label="Nội dung ý kiến", widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)


class AnswerObjectionForm(forms.Form):
    """What became of it."""

    answer = forms.CharField(label="Kết quả xử lý", widget=forms.Textarea(attrs={"rows": 2}), max_length=5000)


class LetterForm(forms.Form):
    """A tờ trình to the Prime Minister or to the State President."""

    number = forms.CharField(label="Số tờ trình", max_length=60, help_text="Ví dụ: 45/TTr-UBND")
    signed_on = DayField(label="Ngày ký", localize=True)
    signer = forms.CharField(label="Người ký", max_length=120)
    sent_on = DayField(label="Gửi ngày", localize=True, required=False)
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)
    scan = forms.FileField(label="Bản quét", required=False, help_text=FILE)


class StateAwardForm(forms.Form):
    """The decision that came back."""

    number = forms.CharField(label="Số quyết định", max_length=60, help_text="Ví dụ: 101/QĐ-TTg")
    signed_on = DayField(label="Ngày ký", localize=True)
    signer = forms.CharField(label="Người ký", max_length=120)
    paper = forms.FileField(label="Bản quét", required=False, help_text=FILE)


class StateAnswerForm(forms.Form):
    """An answer that is no award."""

    result = forms.ChoiceField(
        label="Kết quả", choices=[("returned", "Trả lại để bổ sung"), ("refused", "Không đủ tiêu chuẩn")]
    )
    answer = forms.CharField(label="Văn bản trả lời", max_length=200, help_text="Số, ngày, nơi ban hành.")
    answered_on = DayField(label="Ngày trả lời", localize=True)
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)
    paper = forms.FileField(label="Bản quét", required=False, help_text=FILE)
