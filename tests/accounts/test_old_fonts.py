"""What is typed or pasted for an old font is refused by every field of text and by every change, with its sentence."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from accounts import audit
from accounts.forms import PasswordField, Typed
from accounts.models import AuditEvent, User
from core.workflow import Refused
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


def test_a_change_never_keeps_a_new_text_in_an_old_font(db: None) -> None:
    by = User.objects.create_user("an", full_name="Lê Văn An")
    for said in ({"summary": OLD}, {"new": {"a": [1, OLD]}}):
        with pytest.raises(Refused, match="«nghÌo» viết bằng phông chữ cũ"), audit.change(by) as trail:
            trail.add("edit", by, **said)
    with audit.change(by) as trail:  # what stood so before is put right, or stays beside something else
        trail.add("edit", by, old={"name": OLD}, new={"name": "Hộ nghèo"})
        trail.add("edit", by, old={"name": OLD}, new={"name": OLD, "code": "1"})
    audit.note(by, "refuse", by, summary=OLD)  # what somebody was refused for
    assert list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True)) == ["edit", "edit", "refuse"]
