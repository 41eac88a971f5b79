"""The form that takes a list of households."""

from typing import Any

from django import forms

from core import clock
from office.lists.list_fields import WorkbookFile


class ListForm(forms.Form):
    """A file and the year whose survey it holds."""

    file = WorkbookFile()
    year = forms.TypedChoiceField(label="Kết quả rà soát của năm", coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = clock.today().year
        self.fields["year"].choices = [(year, str(year)) for year in range(now, now - 6, -1)]
