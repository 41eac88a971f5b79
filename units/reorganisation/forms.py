"""What the wizard of reorganisations reads from a page."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.forms import DayField
from core.numbers import NumberRefused, parse_date, read_id, read_ids
from office import once_only, seen
from units.map.domain.known_classes import KnownClass
from units.map.domain.levels import Kind, Level
from units.models import Reorganisation, Unit
from units.reorganisation.actions.wishes import NewUnit, Wish

K = Reorganisation.Kind
MOST_NEW = 6
# words in addresses
KINDS = {"hop-nhat": K.MERGE, "chia-tach": K.SPLIT, "doi-ten": K.RENAME, "chuyen": K.MOVE, "ket-thuc": K.END}
LEVELS = {"tinh": Level.PROVINCE, "huyen": Level.DISTRICT, "xa": Level.COMMUNE, "thon": Level.VILLAGE}

LEVEL_WORDS = (("tinh", "Cấp tỉnh"), ("huyen", "Cấp huyện"), ("xa", "Cấp xã"), ("thon", "Thôn, khu phố"))
OF_PROVINCES = frozenset({K.MERGE, K.RENAME, K.END})


class TypedWish:
    """A wish as typed: what could be read, what could not and why, and every text to be shown again."""

    def __init__(self, kind: str, data: QueryDict, units: Sequence[Unit], parents: Sequence[Unit]) -> None:
        self.kind, self.data, self.errors = kind, data, []
        by_pk = {str(unit.pk): unit for unit in units}
        self.old = tuple(by_pk[pk] for pk in data.getlist("cu") if pk in by_pk)
        self.on = self._date()
        self.parent = next((unit for unit in parents if str(unit.pk) == data.get("noi-truc-thuoc")), None)
        self.new = self._new() if kind in {K.MERGE, K.SPLIT} else ()

    def _date(self) -> date | None:
        text = self.data.get("ngay", "").strip()
        if not text:
            self.errors.append("Vui lòng ghi ngày có hiệu lực.")
            return None
        try:
            return parse_date(text)
        except NumberRefused as error:
            self.errors.append(f"Ngày có hiệu lực: {error}.")
            return None

    def _new(self) -> tuple[NewUnit, ...]:
        found = []
        for row in self.rows:
            if not (row["code"] or row["name"]):
                continue
            if row["kind"] not in {kind.value for kind in Kind}:
                self.errors.append(f"{row['name'] or row['code']}: vui lòng chọn loại đơn vị.")
                continue
            found.append(NewUnit(row["code"], row["name"], Kind(row["kind"])))
        return tuple(found)

    @property
    def rows(self) -> list[dict[str, str]]:
        """The new units as typed."""
        most = 1 if self.kind == K.MERGE else MOST_NEW
        return [
            {part: self.data.get(f"{name}-{at}", "").strip() for part, name in _PARTS.items()} for at in range(most)
        ]

    def wish(self) -> Wish | None:
        """The wish, when everything could be read."""
        if self.errors or self.on is None:
            return None
        return Wish(
            kind=self.kind,
            on=self.on,
            act=self.data.get("van-ban", "").strip(),
            old=self.old,
            new=self.new,
            parent=self.parent,
            name=self.data.get("ten", "").strip(),
            children_to=self._children(),
            renewed=frozenset(read_ids(self.data.getlist("gia-han"))),
        )

    def _children(self) -> dict[int, int]:
        given = ((name.removeprefix("con-"), value) for name, value in self.data.items() if name.startswith("con-"))
        pairs = ((read_id(name), read_id(value)) for name, value in given)
        return {child: parent for child, parent in pairs if child is not None and parent is not None}

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Every field but the preview's own, to be carried along."""
        own = {"csrfmiddlewaretoken", "buoc", "gia-han", once_only.KEY, seen.FIELD}
        return [
            (name, value)
            for name in self.data
            if name not in own and not name.startswith("con-")
            for value in self.data.getlist(name)
        ]


_PARTS = {"code": "ma", "name": "ten-moi", "kind": "loai"}


class ClassForm(forms.Form):
    """A class that a unit enters."""

    value = forms.ChoiceField(label="Phân loại")
    valid_from = DayField(
        label="Từ ngày", localize=True, error_messages={"invalid": "Nhập dạng ngày/tháng/năm, ví dụ 01/01/2024.", "required": "Vui lòng ghi từ ngày nào."},
    )  # fmt: skip
    act = forms.CharField(
        label="Văn bản", max_length=200, help_text="Ví dụ: QĐ 861/QĐ-TTg ngày 04/6/2021",
        error_messages={"required": "Vui lòng ghi văn bản."},
    )  # fmt: skip

    def __init__(self, *args: Any, classes: Sequence[KnownClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = [(item.value, item.label) for item in classes]


def read_shares(data: QueryDict, pks: Sequence[int]) -> tuple[dict[int, Decimal], list[str]]:
    """Shares typed in percent ("35,5"), of 1; and what could not be read."""
    found, errors = {}, []
    for pk in pks:
        text = data.get(f"phan-{pk}", "").strip().replace("%", "").strip().replace(",", ".")
        try:
            share = Decimal(text) / 100
            if not share.is_finite() or share != share.quantize(Decimal("0.00000001")):
                raise InvalidOperation
            found[pk] = share
        except InvalidOperation:
            errors.append(f"«{data.get(f'phan-{pk}', '')}» không phải là tỷ lệ phần trăm (ví dụ 35,5; tối đa 6 số lẻ).")
    return found, errors
