"""Forms of a plan that is being written, made from the table of its fields."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from campaign.editor.fields import Field
from campaign.editor.told import Problem
from campaign.editor.typed import shown
from office.lists.list_fields import ListFile

MOST = 6000  # characters of one field
WIDE = 8  # choices above which they stand in columns
BESIDE = ("applies_to", "except_for")  # with the rule
RARELY = (
    "only_for",
    "may_not_apply",
    "unless",
    "shows",
    "points",
)  # with it too, folded away while nothing stands there
FEW = 3  # fields left out that stand with the others
BY_CODE = ("years_of", "numbers_of")
DROP = "bo-khoa"
NOT_WRITTEN = "không ghi"


class EntryForm(forms.Form):
    """The fields of one entry; what is wrong with it stands at its field. Nothing is required: a draft may lack anything."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)  # the mark of the entry as shown

    def __init__(
        self,
        asked: Sequence[Field],
        choices: Mapping[str, Mapping[str, str]],
        data: Any,
        *,
        strays: Iterable[str] = (),
        here: str = "",
    ) -> None:
        super().__init__(data)
        self.asked = tuple(asked)
        for item in asked:
            for name, field in _fields(item, choices.get(item.key, {})):
                self.fields[name] = field
        if here and "rule" in self.fields:  # another rule asks other things
            self.fields["rule"].widget.attrs |= {
                "hx-get": here,
                "hx-target": "#cach-xet-chon",
                "hx-swap": "outerHTML",
                "hx-include": "#cach-xet-chon",
            }
        if strays:
            self.fields[DROP] = forms.MultipleChoiceField(
                label="Mục lạ",
                required=False,
                choices=[(key, f"Bỏ «{key}»") for key in strays],
                widget=forms.CheckboxSelectMultiple,
                help_text="Cổng không dùng các mục này.",
            )

    @property
    def of_text(self) -> list[Any]:
        """The fields of what the plan says: those that must be filled, and those that are."""
        left = {field.name for field in self.unfilled}
        odd = [self[DROP]] if DROP in self.fields else []
        return [*(field for field in self._text if field.name not in left), *odd]

    @property
    def unfilled(self) -> list[Any]:
        """The fields that may be left out and are, where they are many: folded away."""
        needed = {item.key for item in self.asked if item.is_required}
        found = [field for field in self._text if field.name not in needed and not field.value() and not field.errors]
        return found if len(found) > FEW else []

    @property
    def _text(self) -> list[Any]:
        folded = {item.key for item in self.asked if item.input in BY_CODE}
        return self._bound(lambda key: not self._is_of_rule(key) and key not in folded)

    @property
    def folded(self) -> list[tuple[str, list[Any], bool]]:
        """What is asked class by class or step by step: its label, its fields, whether something stands there."""
        found = [(item.label, self._bound(item.key.__eq__)) for item in self.asked if item.input in BY_CODE]
        return [(label, own, any(field.value() or field.errors for field in own)) for label, own in found if own]

    @property
    def of_rule(self) -> list[Any]:
        """The choice of a rule and what that rule asks."""
        own = {item.key for item in self.asked if item.of_rule}
        return sorted(self._bound(own.__contains__), key=lambda field: field.name != "rule")

    @property
    def beside(self) -> list[Any]:
        """For whom the rule holds."""
        return self._bound(BESIDE.__contains__) if self._has_rule else []

    @property
    def rarely(self) -> list[Any]:
        """What only some plans say of how it is judged."""
        return self._bound(RARELY.__contains__) if self._has_rule else []

    @property
    def says_rarely(self) -> bool:
        """Something of that stands there, or is to be mended."""
        return any(field.value() or field.errors for field in self.rarely)

    @property
    def _has_rule(self) -> bool:
        return any(item.of_rule for item in self.asked)

    def _is_of_rule(self, key: str) -> bool:
        return self._has_rule and any(
            item.of_rule or key in (*BESIDE, *RARELY) for item in self.asked if item.key == key
        )

    def _bound(self, wanted: Callable[[str], bool]) -> list[Any]:
        """The fields of these keys, in order."""
        keys = [item.key for item in self.asked if wanted(item.key)]
        return [self[name] for key in keys for name in self.fields if name == key or name.startswith(f"{key}.")]

    @property
    def given(self) -> dict[str, Any]:
        """What was typed, by key of the schema."""
        found: dict[str, Any] = {}
        for item in self.asked:
            if item.input in BY_CODE:
                head = f"{item.key}."
                found[item.key] = {
                    name.removeprefix(head): value for name, value in self.cleaned_data.items() if name.startswith(head)
                }
            elif item.key in self.cleaned_data:
                found[item.key] = self.cleaned_data[item.key]
        return found

    @property
    def dropped(self) -> list[str]:
        """The keys that nobody knows and that shall go."""
        return list(self.cleaned_data.get(DROP, []))

    def tell(self, problems: Iterable[Problem]) -> None:
        """What the checks say of this entry, each at its field; of no field on top."""
        for problem in problems:
            name = problem.key if problem.key in self.fields else None
            if name is None:
                name = next((one for one in self.fields if problem.key and one.startswith(f"{problem.key}.")), None)
            words = problem.message if name is not None or not problem.key else f"{problem.where}: {problem.message}"
            self.add_error(name, words)


def _fields(item: Field, choices: Mapping[str, str]) -> Iterable[tuple[str, forms.Field]]:
    if item.input in BY_CODE:
        for code, label in choices.items():
            yield (
                f"{item.key}.{code}",
                _line(label if item.options == "classes" else label[:1].upper() + label[1:], item.help, "short-number"),
            )
        return
    yield item.key, _field(item, choices)


def _field(item: Field, choices: Mapping[str, str]) -> forms.Field:
    is_plain = item.is_required or item.input in ("yes", "many") or item.default not in (None, "", (), {})
    label = item.label if is_plain else f"{item.label} (nếu có)"
    more: dict[str, Any] = {"label": label, "help_text": item.help, "required": False}
    match item.input:
        case "yes":
            return forms.BooleanField(**more)
        case "many":
            attrs = {"class": "many"} if len(choices) > WIDE else {}
            return forms.MultipleChoiceField(
                choices=list(choices.items()), widget=forms.CheckboxSelectMultiple(attrs=attrs), **more
            )
        case "one":
            more["label"] = item.label
            blank = [("", _blank(item, choices))] if item.key != "rule" else []
            return forms.ChoiceField(choices=[*blank, *choices.items()], **more)
        case "text" | "lines":
            rows = 3 if item.input == "text" else 4
            return forms.CharField(max_length=MOST * 4, widget=forms.Textarea(attrs={"rows": rows}), **more)
        case "number" | "rate" | "money":
            return _line(label, item.help, "figure", "decimal" if item.input == "rate" else "numeric")
        case "day":
            return _line(label, item.help or "ngày/tháng/năm", "short-date")
    return _line(label, item.help)


def _blank(item: Field, choices: Mapping[str, str]) -> str:
    if isinstance(item.default, str) and item.default:
        return f"{choices.get(item.default, item.default)} (khi không chọn)"
    return "chọn" if item.is_required else NOT_WRITTEN


def _line(label: str, help_text: str = "", css: str = "", mode: str = "") -> forms.CharField:
    attrs = {name: value for name, value in (("class", css), ("inputmode", mode)) if value}
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=MOST, widget=forms.TextInput(attrs=attrs)
    )


def held(asked: Iterable[Field], entry: Mapping[str, Any], edition: int, opened: str = "") -> MultiValueDict[str, Any]:
    """What a form holds of an entry as it stands."""
    found: dict[str, list[Any]] = {"edition": [edition], "opened": [opened]}
    for item in asked:
        value = shown(item, entry.get(item.key))
        if isinstance(value, dict):
            found |= {f"{item.key}.{code}": [text] for code, text in value.items()}
        elif isinstance(value, list):
            found[item.key] = value
        elif item.input != "yes" or value:
            found[item.key] = ["on" if value is True else value]
    return MultiValueDict(found)


class BeginForm(forms.Form):
    """From what a plan is begun."""

    VERSION, NEW, FILE = "phien-ban", "moi", "tep"
    start = forms.ChoiceField(
        label="Bắt đầu từ", widget=forms.RadioSelect, error_messages={"required": "Vui lòng chọn bắt đầu từ đâu."}
    )
    first_year = forms.IntegerField(label="Từ năm", required=False, min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label="Đến năm", required=False, min_value=2000, max_value=2100)
    file = ListFile(
        label="Tệp kế hoạch (.toml)", required=False, error_messages={"empty": "Tệp rỗng."},
        help_text="Tệp đã tải từ cổng, hoặc viết theo tài liệu «Viết thể lệ».",
    )  # fmt: skip

    def __init__(self, *args: Any, versions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"].choices = [
            *versions,
            (self.NEW, "Kế hoạch mới, chỉ có những mục tối thiểu"),
            (self.FILE, "Một tệp kế hoạch"),
        ]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("start") == self.NEW:
            for name, words in (("first_year", "năm đầu"), ("last_year", "năm cuối")):
                if name not in self.errors and said.get(name) is None:
                    self.add_error(name, f"Vui lòng ghi {words} của giai đoạn.")
            if not self.errors and said["last_year"] < said["first_year"]:
                self.add_error("last_year", "Năm cuối phải từ năm đầu trở đi.")
        if said.get("start") == self.FILE and not said.get("file") and "file" not in self.errors:
            self.add_error("file", "Vui lòng chọn tệp.")
        return said
