"""The numbers of an address: what no database holds and no calendar knows has no page."""

from django.urls import register_converter

from core.numbers import read_id, read_year


class IdConverter:
    """`<id:pk>`: a key of up to 64 bits."""

    regex = "[0-9]+"

    def to_python(self, text: str) -> int:
        return _known(read_id(text))

    def to_url(self, value: object) -> str:
        return str(value)


class YearConverter(IdConverter):
    """`<year:year>`: a year that a portal may speak of."""

    regex = "[0-9]{4}"

    def to_python(self, text: str) -> int:
        return _known(read_year(text))


def _known(number: int | None) -> int:
    """The number; `ValueError` is Django's way to say that the address is another."""
    if number is None:
        raise ValueError
    return number


def register() -> None:
    """Make both known to every `urls.py`."""
    register_converter(IdConverter, "id")
    register_converter(YearConverter, "year")
