"""What an office confirms of the law that papers print, and the money that goes with an award."""

from datetime import date

from accounts import audit
from accounts.models import User
from awards.actions.papers import may_keep_templates
from awards.models import ConfirmedBasis, RewardRate
from awards.regimes import CONFIRMED, REGIMES, Basis
from core import clock
from core.numbers import format_count, format_date
from core.text import tidy
from core.workflow import Refused


def open_bases() -> dict[str, Basis]:
    """The acts of the regimes that were not read in their own text, by code."""
    return {item.code: item for regime in REGIMES for item in regime.bases if item.mark != CONFIRMED}


def _must_keep(by: User) -> None:
    if not may_keep_templates(by):
        raise Refused(
            "Chỉ quản trị hệ thống của tỉnh và lãnh đạo cơ quan thi đua, khen thưởng xác nhận căn cứ, ghi mức tiền thưởng."
        )


def confirm_basis(code: str, *, text: str, source: str, by: User) -> ConfirmedBasis:
    """The office has read an act and says how papers cite it from now on. Raises `Refused`."""
    known, text, source = open_bases(), tidy(text).removeprefix("Căn cứ ").rstrip(";. "), tidy(source)
    reasons = []
    if code not in known:
        reasons.append("Không có căn cứ nào chờ xác nhận với mã này.")
    if not text:
        reasons.append("Vui lòng ghi căn cứ như sẽ in.")
    if not source:
        reasons.append("Vui lòng ghi đã đọc văn bản ở đâu (Công báo, cơ sở dữ liệu quốc gia, số trang).")
    if reasons:
        raise Refused(*reasons)
    with audit.change(by) as trail:
        _must_keep(by)
        old = _end_basis(code)
        row: ConfirmedBasis = ConfirmedBasis.objects.create(code=code, text=text[:500], source=source[:300], by=by)
        trail.add(
            "confirm_basis", row, label="Căn cứ in trong văn bản khen thưởng", old=old, new=f"{row.text} ({row.source})"
        )
        return row


def open_basis(code: str, *, by: User) -> None:
    """Papers leave an act out again. Raises `Refused`."""
    with audit.change(by) as trail:
        _must_keep(by)
        row = ConfirmedBasis.objects.filter(code=code, replaced_at=None).first()
        if row is None:
            raise Refused("Căn cứ này chưa được xác nhận.")
        _end_basis(code)
        trail.add("open_basis", row, label="Căn cứ in trong văn bản khen thưởng", old=row.text)


def _end_basis(code: str) -> str | None:
    row = ConfirmedBasis.objects.select_for_update(of=("self",)).filter(code=code, replaced_at=None).first()
    if row is None:
        return None
    row.replaced_at = clock.now()
    row.save(update_fields=["replaced_at"])
    return f"{row.text} ({row.source})"


def set_reward(form: str, recipient: str, *, amount: int, basis: str, since: date, by: User) -> RewardRate:
    """How much goes with a form of award from a day on, by its act; an entry of the same day is replaced. Raises `Refused`."""
    reasons, basis = [], tidy(basis)
    if not form:
        reasons.append("Vui lòng chọn hình thức khen thưởng.")
    if recipient not in RewardRate.Recipient.values:
        reasons.append("Vui lòng chọn đối tượng.")
    if amount <= 0:
        reasons.append("Mức tiền thưởng phải lớn hơn 0 đồng.")
    if not basis:
        reasons.append("Vui lòng ghi căn cứ, cách tính: điểm, khoản, điều, văn bản.")
    if reasons:
        raise Refused(*reasons)
    with audit.change(by) as trail:
        _must_keep(by)
        same = RewardRate.objects.select_for_update(of=("self",)).filter(
            form=form, recipient=recipient, since=since, replaced_at=None
        )
        old = next((f"{format_count(row.amount)} đồng" for row in same), None)
        same.update(replaced_at=clock.now())
        row: RewardRate = RewardRate.objects.create(
            form=form[:60], recipient=recipient, amount=amount, basis=basis[:300], since=since, by=by
        )
        trail.add("set_reward", row, label=f"Tiền thưởng, {row.get_recipient_display().lower()}", old=old,
                  new=f"{format_count(amount)} đồng từ {format_date(since)}, {row.basis}")  # fmt: skip
        return row


def drop_reward(pk: int, *, by: User) -> None:
    """Papers say nothing of this amount any more. Raises `Refused`."""
    with audit.change(by) as trail:
        _must_keep(by)
        row = RewardRate.objects.select_for_update(of=("self",)).filter(pk=pk, replaced_at=None).first()
        if row is None:
            raise Refused("Mức tiền thưởng này không còn.")
        row.replaced_at = clock.now()
        row.save(update_fields=["replaced_at"])
        trail.add(
            "drop_reward",
            row,
            label=f"Tiền thưởng, {row.get_recipient_display().lower()}",
            old=f"{format_count(row.amount)} đồng",
        )
