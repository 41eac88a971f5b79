"""What is typed or pasted for an old font is refused by every field of text, with its sentence."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import PasswordField, Typed
from tests.declared_forms import declared

OLD = "Hé nghÌo x· Phíc ChÝnh"
TODAY = "Hộ nghèo xã Phước Chính"


def _takes(field: forms.Field) -> bool:
    """The field is one of text: a number of households is refused for what it is."""
    try:
        return isinstance(field, forms.CharField) and bool(field.clean(TODAY))
    except ValidationError:
        return False


TEXTS = [
    (f"{place}.{name}", field)
    for place, form in declared().items()
    for name, field in form.base_fields.items()
    if _takes(field) and not isinstance(field, Typed | PasswordField)
]


@pytest.mark.parametrize(("place", "field"), TEXTS, ids=[place for place, _ in TEXTS])
def test_every_text_field_refuses_an_old_font(place: str, field: forms.CharField) -> None:
    with pytest.raises(ValidationError) as refused:
        field.clean(OLD)
    assert refused.value.messages == [
        "«nghÌo» viết bằng phông chữ cũ TCVN3 (.VnTime, ABC), máy khác đọc không được. Vui lòng gõ lại bằng Unicode, "
        "hoặc chuyển mã bằng UniKey (sao chép, Ctrl+Shift+F9) rồi dán lại."
    ]


@pytest.mark.parametrize("kind", [Typed, PasswordField])
def test_a_password_may_hold_any_letters(kind: type[forms.CharField]) -> None:
    assert kind(label="Mật khẩu").clean("mËt khÈu") == "mËt khÈu"
