"""Days are typed the same way everywhere: one parser, one field, and a whole keyboard on a phone."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from accounts.forms import DayField
from core import clock
from tests import cast

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "office", "units", "campaign", "awards", "reports")


def _sources(pattern: str, *folders: str) -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text() for each in folders for path in (ROOT / each).rglob(pattern)}


def test_every_field_for_a_day_is_ours() -> None:
    others = {
        name
        for name, text in _sources("*.py", *APPS).items()
        if re.search(r"forms\.(Split)?Date(Time)?Field|strptime", text) and name != "accounts/forms.py"
    }
    assert others == set()


def test_no_field_for_a_day_asks_for_a_keyboard_of_digits() -> None:
    faults = []
    for name, text in _sources("*.html", "templates").items():
        for tag in re.findall(r"<input[^>]*>", text):
            if 'inputmode="numeric"' in tag and re.search(r'ngày/tháng|name="(ngay|tu|den|on|until|tu-ngay)', tag):
                faults.append(f"{name}: {tag}")
    assert faults == []


@pytest.mark.parametrize("typed", ["30/7/2022", "30072022", "30-7-22", "30.7.2022", "2022-07-30", " 30/07/2022 "])
def test_a_field_takes_every_way(typed: str) -> None:
    assert DayField(localize=True).clean(typed).isoformat() == "2022-07-30"


@pytest.mark.parametrize(
    ("typed", "says"),
    [("30/2/2022", "«30/2/2022»: không có ngày 30, tháng 2 năm 2022 có 28 ngày."), ("abc", "Ghi ngày.")],
)
def test_a_field_says_what_is_wrong(typed: str, says: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DayField(error_messages={"invalid": "Ghi ngày."}).clean(typed)
    assert refused.value.messages == [says]


def test_a_field_shows_a_day_as_offices_write_it(db: None) -> None:
    with clock.at(cast.EVENING):
        assert 'type="text"' in DayField(localize=True).widget.render("on", clock.today())
