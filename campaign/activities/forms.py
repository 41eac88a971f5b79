"""The form of a record, made from what its kind asks."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from campaign.activities.actions.records import LACKS_SCAN, Draft
from campaign.activities.domain.records import Kind, Question, Road, Type, is_past
from campaign.models import Campaign, Record
from core import clock
from core.numbers import NumberRefused, format_count, format_date, parse_count
from core.text import opened
from office.files.contents import ACCEPTED
from units.households.forms.households import day
from units.map.domain.levels import Level, kinds_words
from units.map.sisters import names_apart
from units.models import Unit

MOST = {Type.MONEY: 10**15, Type.COUNT: 2_000_000_000}  # what their columns hold


class CountField(forms.CharField):
    """A whole number as people type it: "1.500.000"."""

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)
        self.most = most

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            return parse_count(text, most=self.most)
        except NumberRefused as error:
            raise forms.ValidationError(f"{error}.") from None

    def prepare_value(self, value: Any) -> Any:
        return format_count(value) if isinstance(value, int) else value


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]  # several files
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(item, initial) for item in given]


def _field(item: Question) -> forms.Field:
    common = {"label": item.label, "required": item.required, "help_text": item.help}
    if item.type == Type.CHOICE:
        empty = [] if item.required else [("", "Chưa chọn")]
        return forms.ChoiceField(choices=[*empty, *((choice, choice) for choice in item.choices)], **common)
    if item.type == Type.LONG:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000, **common)
    if item.type == Type.FLAG:
        return forms.BooleanField(label=item.label, required=False, help_text=item.help)
    if item.type in {Type.COUNT, Type.MONEY}:
        return CountField(most=MOST[item.type], **common)
    return forms.CharField(max_length=300, **common)


class RecordForm(forms.Form):
    """Short enough for a phone: when, what, the questions of the kind, files."""

    on = day("Ngày")
    title = forms.CharField(max_length=300, error_messages={"required": "Vui lòng ghi nội dung."})

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        campaign: Campaign,
        classes: Collection[str],
        owners: Sequence[tuple[str, str]] = (),
        reach: QuerySet[Unit] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, is_new = kind.questions_of(classes), bool(owners)
        self.fields["title"].label = kind.title
        if is_new:
            owner = forms.ChoiceField(label="Ghi cho", choices=owners)
            owner.initial = owners[0][0]
            if len(owners) == 1:
                owner.widget = forms.HiddenInput()
            self.fields = {"owner": owner, **self.fields}
        if kind.road == Road.REPORT:
            last = min(campaign.last_year, clock.today().year)
            self.fields["year"] = forms.ChoiceField(
                label="Báo cáo của năm",
                choices=[(str(year), str(year)) for year in range(last, campaign.first_year - 1, -1)],
            )
        if kind.about:
            self.fields["about"] = forms.ChoiceField(label=kind.about, choices=_places(campaign, reach))
        for item in self.questions:
            self.fields[f"q_{item.key}"] = _field(item)
        self.fields["body"] = forms.CharField(
            label=kind.body, required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
        )
        movements = campaign.definition.linked_movements
        if movements:
            self.fields["movements"] = forms.MultipleChoiceField(
                label="Gắn với phong trào",
                required=False,
                choices=[(name, name) for name in movements],
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["files"] = FilesField(
            label="Ảnh, tệp kèm theo",
            required=False,
            help_text=f"Chọn được nhiều tệp. Nhận {ACCEPTED}, mỗi tệp không quá 20 MB.",
        )
        if is_new:
            self.fields["is_late"] = forms.BooleanField(
                label="Nhập bù cho việc đã qua, có văn bản làm căn cứ", required=False
            )
            self.fields["scan"] = forms.FileField(
                label="Bản quét văn bản (khi nhập bù)", required=False, help_text="Bắt buộc với việc của năm đã qua."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for item in self.questions:
            if item.type == Type.MONEY and data.get(f"q_{item.key}") == 0:
                self.add_error(f"q_{item.key}", "Số tiền phải lớn hơn 0; để trống nếu không có.")
        is_new = "scan" in self.fields
        on = data.get("on")
        is_late = data.get("is_late") or (on is not None and is_past(on, clock.today()))
        if is_new and is_late and not data.get("scan") and "scan" not in self.errors:
            self.add_error("scan", LACKS_SCAN)
        return data

    def draft(self, subject: tuple[str, int, str] | None = None) -> Draft:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        about = Unit.objects.filter(pk=data["about"]).first() if data.get("about") else None
        answers = {item.key: data.get(f"q_{item.key}") for item in self.questions}
        year = int(data["year"]) if data.get("year") else None
        return Draft(data["on"], data["title"], data["body"], about, answers, data.get("movements", ()), subject, year)


class TakeOverForm(forms.Form):
    """Money of a Fund whose unit ended, and the paper that hands it over."""

    taker = forms.ChoiceField(label="Nơi nhận")
    amount = CountField(label="Số tiền (đồng)", most=MOST[Type.MONEY])
    act = forms.CharField(
        label="Số văn bản bàn giao", max_length=200, error_messages={"required": "Vui lòng ghi số văn bản bàn giao."}
    )
    on = day("Ngày bàn giao")

    def __init__(self, *args: Any, takers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taker"].choices = takers


def _places(campaign: Campaign, reach: QuerySet[Unit] | None) -> list[tuple[Any, Any]]:
    """Districts with their communes, those that have ended included: a record is dated, and so are units."""
    begin = date(campaign.first_year, 1, 1)
    units = (
        (Unit.objects.all() if reach is None else reach)
        .filter(level__in=(Level.DISTRICT, Level.COMMUNE), valid_to__gt=begin, valid_from__lte=clock.today())
        .order_by("level", "code", "valid_from")
    )
    found: list[tuple[Any, Any]] = [("", "Chọn địa phương")]
    for level in (Level.DISTRICT, Level.COMMUNE):
        here = [unit for unit in units if unit.level == level]
        names = names_apart(here, clock.today())
        if here:
            found.append((_heading(level, here), [(str(unit.pk), _named(unit, names[unit.pk])) for unit in here]))
    return found


def _heading(level: Level, units: Iterable[Unit]) -> str:
    """The kinds of these units."""
    return opened(kinds_words(level, {(unit.level, unit.kind) for unit in units}))


def _named(unit: Unit, name: str) -> str:
    return name if unit.valid_to > clock.today() else f"{name} (đến trước {format_date(unit.valid_to)})"


def initial_of(record: Record) -> dict[str, Any]:
    """A record as its form shows it."""
    answers = {f"q_{item.key}": record.answer(item.key) for item in record.kind_of.questions}
    return {
        "on": record.on,
        "title": record.title,
        "body": record.body,
        "about": str(record.about_id or ""),
        "year": str(record.year),
        "movements": record.movements,
        **answers,
    }
