"""Forms of the Council: a session with its members, who is there, counts from paper ballots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms import DayField
from accounts.models import User
from accounts.permissions import Role
from awards.council.actions.preparing import Member, Setting
from awards.council.domain.vote_rules import Usual
from awards.models import CouncilMember, CouncilSession, Round
from awards.ranking.forms import NumberText
from core import clock
from core.numbers import format_number, read_id
from core.text import person_key
from units.models import Membership

Presence = CouncilMember.Presence
Method = CouncilSession.Method
METHOD_OF_LAW = {"secret": Method.SECRET, "open": Method.OPEN}
HOURS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H giờ %M"]
SPARE = 5  # empty rows for members without account
MOST = 60
SEATS = (Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY)


class SessionForm(forms.Form):
    """How a session is held; a threshold for every form of award of the round."""

    name = forms.CharField(label="Tên phiên họp", max_length=200)
    held_on = DayField(label="Ngày họp", localize=True)
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)
    chair = forms.CharField(label="Chủ trì", max_length=120)
    secretary = forms.CharField(label="Thư ký", max_length=120)
    method = forms.ChoiceField(label="Cách biểu quyết", choices=Method.choices, widget=forms.RadioSelect)
    denominator = forms.ChoiceField(
        label="Tỷ lệ đồng ý tính trên", choices=[("all_members", "Tổng số thành viên Hội đồng"), ("present", "Số thành viên dự họp")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    quorum = NumberText(label="Tỷ lệ phải có mặt (%)", is_rate=True, help_text="Để trống khi quy định không đặt.")
    takes_written = forms.BooleanField(label="Nhận ý kiến bằng văn bản của thành viên vắng", required=False)

    def __init__(self, *args: Any, law: Usual, names: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.law = law
        for form in law.thresholds:
            about = f", {names[form]}" if len(law.thresholds) > 1 else ""
            self.fields[f"nguong-{form}"] = NumberText(
                label=f"Tỷ lệ đồng ý phải đạt (%){about}",
                is_rate=True,
                help_text="Để trống: thông qua khi số đồng ý nhiều hơn số không đồng ý.",
            )
        if not self.is_bound and not self.initial:
            self.initial = {}

    @property
    def paper_fields(self) -> list[Any]:
        return [self[name] for name in ("name", "held_on", "place", "chair", "secretary")]

    @property
    def rule_fields(self) -> list[Any]:
        thresholds = [self[name] for name in self.fields if name.startswith("nguong-")]
        return [self["method"], self["denominator"], *thresholds, self["quorum"], self["takes_written"]]

    def setting(self) -> Setting:
        """What was chosen, of a valid form."""
        data = self.cleaned_data
        by_form = {form: data[f"nguong-{form}"] for form in self.law.thresholds}
        usual = next(iter(by_form.values()), None)
        return Setting(
            data["name"],
            data["held_on"],
            data["chair"],
            data["secretary"],
            data["place"],
            data["method"],
            data["denominator"],
            usual,
            data["quorum"],
            data["takes_written"],
            {form: value for form, value in by_form.items() if value != usual},
        )


def initial_of_law(law: Usual) -> dict[str, Any]:
    """What a session is filled in with by its rules."""
    return {
        "method": METHOD_OF_LAW[law.method],
        "denominator": law.denominator,
        "quorum": _typed(law.quorum),
        "takes_written": law.takes_written,
        **{f"nguong-{form}": _typed(value) for form, value in law.thresholds.items()},
    }


def initial_of_session(session: CouncilSession, law: Usual) -> dict[str, Any]:
    """What a session that is prepared stands at."""
    names = ("name", "held_on", "place", "chair", "secretary", "method", "denominator", "takes_written")
    own = {form: Decimal(value) if value else None for form, value in session.thresholds.items()}
    return {
        **{name: getattr(session, name) for name in names},
        "quorum": _typed(session.quorum),
        **{f"nguong-{form}": _typed(own.get(form, session.threshold)) for form in law.thresholds},
    }


def _typed(value: Decimal | None) -> str:
    return "" if value is None else format_number(value)


class MemberForm(forms.Form):
    """One row of the list of members; a row without name is left out."""

    name = forms.CharField(label="Họ và tên", max_length=120, required=False)
    title = forms.CharField(label="Chức vụ", max_length=200, required=False)
    account = forms.CharField(widget=forms.HiddenInput, required=False)
    presence = forms.ChoiceField(label="Dự họp", choices=Presence.choices, required=False)
    leave_out = forms.BooleanField(label="Bỏ", required=False)


MemberForms = forms.formset_factory(MemberForm, extra=0, max_num=MOST, absolute_max=MOST + SPARE)


@dataclass(frozen=True)
class Seat:
    """Somebody whom the list of members proposes."""

    name: str
    title: str = ""
    account: int | None = None
    presence: str = Presence.PRESENT


def accounts(award_round: Round) -> dict[int, User]:
    """The accounts that may sit on the Council today."""
    today = clock.today()
    found: QuerySet[User] = User.objects.filter(
        is_active=True, memberships__role__in=SEATS, memberships__valid_from__lte=today, memberships__valid_to__gt=today
    ).distinct()
    return {row.pk: row for row in found.order_by("pk")}


def proposed(award_round: Round, known: Mapping[int, User]) -> list[Seat]:
    """The last session's list, then the accounts of the Council that it lacks."""
    last = CouncilSession.objects.filter(round__campaign=award_round.campaign).order_by("-held_on", "-pk").first()
    by_name: dict[str, list[int]] = {}
    for pk, user in known.items():
        by_name.setdefault(person_key(user.full_name), []).append(pk)
    rows, titles = list(last.members.all()) if last else [], _titles(known)
    there = {row.user_id for row in rows}
    seats = []
    for row in rows:
        account = row.user_id if row.user_id in known else None
        same = [pk for pk in by_name.get(person_key(row.name), ()) if pk not in there]
        if account is None and len(same) == 1:  # who had no account then has one now: not a second person
            account = same[0]
            there.add(account)
        seats.append(Seat(row.name, row.title or titles.get(account or 0, ""), account))
    return seats + [Seat(user.full_name, titles.get(pk, ""), pk) for pk, user in known.items() if pk not in there]


def _titles(known: Mapping[int, User]) -> dict[int, str]:
    """What minutes call each account until somebody writes their post: what they are besides the Council, else in it."""
    rows = Membership.objects.in_force(clock.today()).filter(user__in=known).select_related("unit").order_by("pk")
    found: dict[int, str] = {}
    for row in sorted(rows, key=lambda row: row.role in SEATS):
        found.setdefault(row.user_id, row.get_role_display())
    return found


def rows_of(seats: Sequence[Seat], spare: int = SPARE) -> list[dict[str, Any]]:
    """The rows of the list as its forms begin: the people, then empty rows."""
    rows = [{"name": s.name, "title": s.title, "account": s.account or "", "presence": s.presence} for s in seats]
    return rows + [{"presence": Presence.PRESENT} for _ in range(spare)]


def members_of(rows: Any, known: Mapping[int, User]) -> list[Member]:
    """The members that valid rows name, in their order."""
    found = []
    for row in rows:
        data = row.cleaned_data
        if data.get("leave_out") or not data.get("name"):
            continue
        key = read_id(data.get("account"))
        found.append(
            Member(
                data["name"],
                data["title"],
                known.get(key) if key is not None else None,
                presence=data["presence"] or Presence.PRESENT,
            )
        )
    return found


class DiscussionForm(forms.Form):
    """What the minutes tell beside the votes."""

    began = forms.TimeField(
        label="Khai mạc lúc", required=False, help_text="Giờ:phút, ví dụ 14:00", input_formats=HOURS
    )
    ended = forms.TimeField(label="Bế mạc lúc", required=False, help_text="Giờ:phút, ví dụ 16:30", input_formats=HOURS)
    discussion = forms.CharField(
        label="Nội dung thảo luận", widget=forms.Textarea(attrs={"rows": 8}), max_length=20000, required=False,
        help_text="Mỗi đoạn một ý kiến, in nguyên văn vào biên bản họp. Để trống: không có ý kiến khác.",
    )  # fmt: skip


class CountForm(forms.Form):
    """What the tellers counted."""

    agree = NumberText(label="Đồng ý", most=MOST)
    disagree = NumberText(label="Không đồng ý", most=MOST)
    blank = NumberText(label="Trắng, không hợp lệ", most=MOST)
    note = forms.CharField(label="Ý kiến của Hội đồng", max_length=1000, required=False,
                           widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    reason = forms.CharField(label="Lý do sửa kết quả đã nhập", max_length=300)

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("agree", "disagree"):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, "Vui lòng nhập số phiếu; không có thì ghi 0.")
        return data


def held_day() -> date:
    """The day that a new session begins with."""
    return clock.today()


class ChoiceForm(forms.Form):
    """What the Council chose after its votes: why, and the minutes that say so."""

    reason = forms.CharField(label="Lý do lựa chọn của Hội đồng", max_length=1000, required=False,
                             widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    minutes = forms.FileField(label="Biên bản phiên họp có lựa chọn này", required=False, help_text="Tệp PDF bản ký.")
