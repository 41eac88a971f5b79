"""What a plan would do when it comes into force: rounds that it makes, rounds that stay as they are. Read only."""

from collections.abc import Iterator

from awards.models import Round
from awards.rounds.domain.plan_settings import ceiling_words, changed_readings, changed_settings
from campaign.definition import Definition
from campaign.models import Campaign
from campaign.plan.actions.definitions import dropped_deadlines, kept_deadlines
from core.numbers import format_date
from core.text import listed

Line = tuple[str, str]
NONE = "chưa có"


def effects(plan: Definition, campaign: Campaign | None) -> list[Line]:
    """Line by line what follows: what it is about, and in words."""
    return list(_effects(plan, campaign))


def bends(plan: Definition, campaign: Campaign | None) -> list[Line]:
    """What a version would open or judge otherwise in a campaign that has rounds: that wants an act and a second person.

    Nothing for a new campaign, and where only words change or every round keeps its own version.
    """
    rows = [] if campaign is None else list(Round.objects.filter(campaign=campaign).order_by("year", "code"))
    return list(_bends(plan, campaign, rows)) if campaign is not None and rows else []


def _bends(plan: Definition, campaign: Campaign, rows: list[Round]) -> Iterator[Line]:
    now, named = campaign.definition, {item.code for item in plan.rounds}
    standing = {row.code for row in rows}
    for item in plan.rounds:
        if item.code not in standing:
            yield f"Mở {item.name}", f"số lượng: {ceiling_words(plan, item.code) or NONE}"
    free = [row for row in rows if row.version_id is None]
    for row in free:
        if row.code not in named:
            yield row.name, "kế hoạch không còn quy định của đợt"
        elif row.code in {item.code for item in now.rounds}:
            kept = _kept_ceilings(row, plan)
            lines = changed_settings(now, plan, row.code)
            yield from ((f"{row.name}, {title}", words) for title, words in lines if title not in kept)
    if free:
        yield from changed_readings(now, plan)


def _kept_ceilings(row: Round, plan: Definition) -> set[str]:
    """The lines of ceilings that stay as they stand: a new version begins none where the group has one."""
    held = set(row.caps.values_list("group", flat=True))
    inner = {cap.group for cap in plan.round(row.code).caps if cap.classes or cap.per_district}
    return {f"Số lượng {plan.group_label(group).lower()}" for group in held - inner}


def _effects(plan: Definition, campaign: Campaign | None) -> Iterator[Line]:
    if campaign is None:
        yield "Phong trào", f"mới, mã {plan.code}, bên cạnh các phong trào đang có"
        rows: list[Round] = []
    else:
        current = campaign.versions.filter(replaced_at=None).first()
        yield "Phong trào", f"phiên bản mới, thay {current.words if current is not None else NONE}"
        rows = list(Round.objects.filter(campaign=campaign).select_related("version").order_by("year", "code"))
    standing = {row.code for row in rows}
    if made := [item.name for item in plan.rounds if item.code not in standing]:
        yield "Đợt được mở", listed(made)
    named = {item.code for item in plan.rounds}
    for row in rows:
        if row.version is not None:
            yield row.name, f"đã có hồ sơ, giữ {row.version.words}; chuyển ở trang Phiên bản kế hoạch của đợt"
        elif row.code not in named:
            yield row.name, "kế hoạch này không còn ghi; đợt vẫn đứng trên cổng"
        elif row.caps.exists():
            yield row.name, "giữ tên, năm và số lượng đang dùng; đổi số lượng bằng văn bản ở trang của đợt"
    if campaign is not None:
        known = set(campaign.deadlines.values_list("code", flat=True))
        if new := [item.label for item in plan.deadlines if item.id not in known]:
            yield "Hạn mới", listed(new)
        if kept := [item.label for item in plan.deadlines if item.id in known]:
            yield "Hạn đang có", f"{listed(kept)}: giữ ngày đang dùng, dời bằng văn bản ở trang Hạn"
        if dropped := [row.label for row in dropped_deadlines(campaign, current, plan)]:
            yield "Hạn thôi áp dụng", listed(dropped)
        for row, day in kept_deadlines(campaign, plan):
            yield row.label, f"giữ ngày {format_date(row.on)}; kế hoạch này ghi {format_date(day)}"
    others = Round.objects.filter(code__in=named).select_related("campaign")
    others = others.exclude(campaign=campaign) if campaign is not None else others
    if shared := sorted({row.code for row in others}):
        yield (
            "Mã đợt trùng",
            f"{', '.join(shared)}: phong trào khác cũng dùng; địa chỉ của đợt mở theo phong trào đang chọn",
        )
