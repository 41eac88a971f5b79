"""Forms of accounts."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.models import User
from accounts.sign_in import door
from accounts.sign_in.devices import device_of
from core import old_fonts
from core.numbers import NoSuchDay, NumberRefused, parse_date

NOT_SIGNED_IN = "Tên đăng nhập hoặc mật khẩu không đúng."
STOPPED = "Đã có nhiều lần nhập sai với tên này hoặc từ nơi này."

# what Django's validators object to, in our words
PASSWORD_WORDS = {
    "password_too_similar": "Mật khẩu gần giống tên hoặc thông tin của bạn. Vui lòng chọn mật khẩu khác.",
    "password_too_short": "Mật khẩu cần ít nhất 12 ký tự. Vui lòng nhập dài hơn.",
    "password_too_common": "Mật khẩu này quá phổ biến, dễ bị đoán. Vui lòng chọn mật khẩu khác.",
    "password_entirely_numeric": "Mật khẩu không thể chỉ gồm chữ số. Vui lòng thêm chữ cái.",
}


def no_old_font(text: object) -> None:
    """What is typed or pasted for a font of before Unicode is refused: no other machine reads it."""
    if isinstance(text, str) and (problem := old_fonts.why_old(text)):
        raise ValidationError(problem, code="old_font")


# each field of text that is made from here on looks at its fonts: a form need not remember to
forms.CharField.default_validators = [no_old_font]


class Typed(forms.CharField):
    """What a person types at the door, without the NUL that no database keeps; of any length and in any letters."""

    default_validators = []

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\x00", "")


class PasswordField(forms.CharField):
    """A password may hold any letters."""

    default_validators = []


DAY_HINT = "ngày/tháng/năm"

# one phrase for what must be filled in, by what one does in the field; a field of its own words keeps them
for kind, words in {
    forms.Field: "Vui lòng ghi mục này.",
    forms.BooleanField: "Vui lòng đánh dấu ô này.",
    forms.ChoiceField: "Vui lòng chọn một mục.",
    forms.MultipleChoiceField: "Vui lòng chọn ít nhất một mục.",
    forms.ModelChoiceField: "Vui lòng chọn một mục.",
    forms.ModelMultipleChoiceField: "Vui lòng chọn ít nhất một mục.",
    forms.FileField: "Vui lòng chọn tệp.",
    forms.DateField: "Vui lòng ghi ngày.",
}.items():
    kind.default_error_messages = {**kind.default_error_messages, "required": words}


class DayField(forms.DateField):
    """A day in any way that people write it: the one field for days. A phone shows its whole keyboard for it."""

    default_error_messages = {"invalid": f"Nhập dạng {DAY_HINT}, ví dụ 15/12/2022."}

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"help_text": DAY_HINT, **more})

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return parse_date(value)
        except NoSuchDay as error:
            raise ValidationError(f"{error}.", code="no_such_day") from None
        except NumberRefused:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class SignInForm(forms.Form):
    """The same words for an unknown name, a wrong password and a closed account."""

    username = Typed(label="Tên đăng nhập", error_messages={"required": "Vui lòng nhập tên đăng nhập."})
    password = Typed(label="Mật khẩu", strip=False, error_messages={"required": "Vui lòng nhập mật khẩu."})

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.answer = door.Answer()

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.errors:
            self.answer = door.enter(
                said["username"], said["password"], address=self.request.address, device=device_of(self.request)
            )
            if self.answer.user is None:
                raise ValidationError(words_of(self.answer))
        return said

    def get_user(self) -> User | None:
        return self.answer.user

    @property
    def kept_name(self) -> str:
        """What goes back into the field of the name."""
        typed = self.data.get("username") or self.initial.get("username", "")
        return door.read_name(str(typed))[: door.LONGEST_NAME]


def words_of(answer: door.Answer) -> str:
    """Why nobody was let in, what to do, and how much is left; nothing of whether the name exists."""
    if answer.wait:
        return f"{STOPPED} {again_in(answer.wait)}"
    return f"{NOT_SIGNED_IN} Bạn còn {answer.left} lần thử."


def again_in(seconds: int) -> str:
    """When to try again, and who can help."""
    when = f"{-(-seconds // 60)} phút" if seconds >= 60 else f"{seconds} giây"
    return f"Thử lại sau {when}, hoặc nhờ người quản trị của cơ quan mở lại."


class PasswordForm(forms.Form):
    """The present password, and a new one twice."""

    old_password = PasswordField(
        label="Mật khẩu đang dùng",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Vui lòng nhập mật khẩu đang dùng."},
    )
    new_password = PasswordField(
        label="Mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Vui lòng nhập mật khẩu mới."},
        help_text="Ít nhất 12 ký tự, không chỉ gồm chữ số, không ghép từ tên hay họ tên. Một câu ngắn dễ nhớ là tốt nhất.",
    )
    again = PasswordField(
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
        answer = door.confirm(self.user, typed)
        if answer.wait:
            raise ValidationError(f"Mật khẩu đang dùng đã nhập sai nhiều lần. {again_in(answer.wait)}")
        if answer.user is None:
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
    tu = DayField(
        label="Từ ngày",
        required=False,
        error_messages={"invalid": f"Từ ngày: nhập dạng {DAY_HINT}, ví dụ 15/12/2022."},
    )
    den = DayField(
        label="Đến hết ngày",
        required=False,
        error_messages={"invalid": f"Đến hết ngày: nhập dạng {DAY_HINT}, ví dụ 15/12/2022."},
    )
