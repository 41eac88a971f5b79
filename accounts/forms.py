"""Forms of accounts."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from accounts.models import User

NOT_SIGNED_IN = "Tên đăng nhập hoặc mật khẩu không đúng"

# what Django's validators object to, in our words
PASSWORD_WORDS = {
    "password_too_similar": "Mật khẩu gần giống tên hoặc thông tin của bạn. Vui lòng chọn mật khẩu khác.",
    "password_too_short": "Mật khẩu cần ít nhất 12 ký tự. Vui lòng nhập dài hơn.",
    "password_too_common": "Mật khẩu này quá phổ biến, dễ bị đoán. Vui lòng chọn mật khẩu khác.",
    "password_entirely_numeric": "Mật khẩu không thể chỉ gồm chữ số. Vui lòng thêm chữ cái.",
}


class SignInForm(AuthenticationForm):
    """The same words for an unknown name, a wrong password and a closed account."""

    error_messages = {"invalid_login": NOT_SIGNED_IN, "inactive": NOT_SIGNED_IN}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, missing in (
            ("username", "Tên đăng nhập", "Vui lòng nhập tên đăng nhập."),
            ("password", "Mật khẩu", "Vui lòng nhập mật khẩu."),
        ):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = missing


class PasswordForm(forms.Form):
    """The present password, and a new one twice."""

    old_password = forms.CharField(
        label="Mật khẩu đang dùng",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Vui lòng nhập mật khẩu đang dùng."},
    )
    new_password = forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Vui lòng nhập mật khẩu mới."},
        help_text="Ít nhất 12 ký tự, không chỉ gồm chữ số. Một câu ngắn dễ nhớ tốt hơn một từ khó.",
    )
    again = forms.CharField(
        label="Nhập lại mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Vui lòng nhập lại mật khẩu mới."},
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old_password(self) -> str:
        typed: str = self.cleaned_data["old_password"]
        if not self.user.check_password(typed):
            raise ValidationError("Mật khẩu đang dùng không đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt.")
        return typed

    def clean_new_password(self) -> str:
        typed: str = self.cleaned_data["new_password"]
        if self.user.check_password(typed):
            raise ValidationError("Mật khẩu mới phải khác mật khẩu đang dùng.")
        try:
            password_validation.validate_password(typed, self.user)
        except ValidationError as refused:
            raise ValidationError([PASSWORD_WORDS.get(e.code or "", e.message) for e in refused.error_list]) from None
        return typed

    def clean_again(self) -> str:
        typed: str = self.cleaned_data["again"]
        if self.cleaned_data.get("new_password") not in (None, typed):
            raise ValidationError("Hai lần nhập mật khẩu mới không giống nhau. Vui lòng nhập lại.")
        return typed


class TrailForm(forms.Form):
    """Which part of the trail to show."""

    q = forms.CharField(label="Người làm, việc hoặc đối tượng", required=False, max_length=120)
    tu = forms.DateField(
        label="Từ ngày",
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        error_messages={"invalid": "Từ ngày: nhập dạng dd/mm/yyyy, ví dụ 15/12/2022."},
    )
    den = forms.DateField(
        label="Đến hết ngày",
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        error_messages={"invalid": "Đến hết ngày: nhập dạng dd/mm/yyyy, ví dụ 15/12/2022."},
    )
