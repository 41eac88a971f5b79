"""Words beside figures: explanations of checks that do not hold, comments on cells."""

from collections.abc import Mapping

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.figures.reviewing import read_points
from campaign.figures.words import EDITABLE, State
from campaign.models import Comment, Explanation, FigureSet
from core import clock
from core.text import tidy
from core.workflow import Refused
from units import access

LONGEST = 1000


def explain(pk: int, texts: Mapping[str, str], *, by: User) -> int:
    """Record explanations by the seal of their remark; those of figures that have changed since are refused by name.

    Raises `Refused` without the right to enter the unit's figures, or when the set is approved.
    """
    with audit.change(by) as trail:
        item = FigureSet.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
        if not _may_touch(by, item):
            raise Refused("Bạn không có quyền giải trình số liệu của đơn vị này.")
        if item.state == State.APPROVED:
            raise Refused("Số liệu đã duyệt và khóa, không ghi thêm giải trình được.")
        points = {point.remark.seal: point for point in read_points([item])[item.pk]}
        given = {seal: tidy(text)[:LONGEST] for seal, text in texts.items() if tidy(text)}
        if given.keys() - points.keys():
            raise Refused("Số liệu đã thay đổi sau khi trang được mở; vui lòng xem lại các chỗ cần giải trình.")
        done = 0
        for seal, text in given.items():
            point = points[seal]
            if point.explanation is not None and point.explanation.text == text:
                continue
            row = Explanation.objects.create(
                figure_set=item,
                check_id=point.remark.check,
                seal=seal,
                remark=point.remark.text[:500],
                text=text,
                by=by,
            )
            trail.add("explain_figures", item, new=text, summary=row.remark)
            done += 1
        return done


def comment(pk: int, field: str, text: str, *, by: User) -> Comment:
    """A word on one cell by anybody who enters, checks, approves or supervises there. Raises `Refused`."""
    with audit.change(by) as trail:
        item = FigureSet.objects.select_related("unit").get(pk=pk)
        if not (_may_touch(by, item) or access.may(by, Permission.SUPERVISE, item.unit)):
            raise Refused("Bạn không có quyền ghi ý kiến vào số liệu của đơn vị này.")
        if not tidy(text):
            raise Refused("Vui lòng ghi nội dung ý kiến.")
        row = Comment.objects.create(figure_set=item, field=field[:60], text=tidy(text)[:LONGEST], by=by)
        trail.add("comment_figures", item, new=row.text, summary=field)
        return row


def settle(pk: int, *, by: User) -> Comment:
    """Mark a comment as dealt with. Raises `Refused`."""
    with audit.change(by) as trail:
        row = Comment.objects.select_for_update(of=("self",)).select_related("figure_set__unit").get(pk=pk)
        if not (_may_touch(by, row.figure_set) or row.by_id == by.pk):
            raise Refused("Bạn không có quyền đóng ý kiến này.")
        if row.settled_at is None:
            row.settled_at, row.settled_by = clock.now(), by
            row.save(update_fields=["settled_at", "settled_by"])
            trail.add("settle_comment", row.figure_set, summary=row.text[:200])
        return row


def _may_touch(by: User, item: FigureSet) -> bool:
    needed = (Permission.ENTER_FIGURES, Permission.CHECK_FIGURES, Permission.APPROVE_FIGURES)
    return any(access.may(by, permission, item.unit) for permission in needed)


def is_editable(item: FigureSet) -> bool:
    return item.state in EDITABLE
