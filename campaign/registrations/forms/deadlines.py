"""Forms of deadlines: of reports of units, of award rounds."""

from collections.abc import Sequence
from typing import Any

from django import forms

from campaign.activities.domain.records import PERIODS
from campaign.models import Deadline
from units.households.forms.households import day


class DeadlineForm(forms.Form):
    """When something is due, how that is read, by which act."""

    on = day("Ngày hạn")
    bound = forms.ChoiceField(label="Cách tính", choices=Deadline.Bound.choices)
    is_hard = forms.BooleanField(label="Quá hạn thì không nhận", required=False)
    act = forms.CharField(label="Văn bản", max_length=200, error_messages={"required": "Vui lòng ghi văn bản."})


class ReceiptDeadlineForm(DeadlineForm):
    """Of what may be returned and come again: which receipt counts."""

    counts = forms.ChoiceField(label="Tính theo", choices=Deadline.Counts.choices)
    field_order: Sequence[str] = ("on", "bound", "counts", "is_hard", "act")


class ReportDeadlineForm(ReceiptDeadlineForm):
    """When a report is due."""

    period = forms.ChoiceField(label="Kỳ báo cáo", choices=list(PERIODS.items()))
    year = forms.ChoiceField(label="Năm")
    field_order = ("period", "year", "on", "bound", "counts", "is_hard", "act")

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]
