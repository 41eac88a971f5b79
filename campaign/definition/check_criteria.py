"""Checks of classes of nominees: who may be proposed, their criteria, their score table."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from campaign.definition.own_names import OwnNames, asked_classes
from campaign.definition.problems import UNREAD, DefinitionError, unique, unknown
from campaign.definition.schema import LEVELS, NOMINEES, Category, Criterion, Use
from campaign.profile.domain.shown_words import SHOWN_WORDS
from campaign.rules import RECORD_WORDS
from core.numbers import format_rate

UNREAD_POINTS = Decimal(100)  # stand for a figure that could not be read


def check_category(
    category: Category, place: str, groups: Collection[str], classes: Collection[str], own: OwnNames
) -> Iterator[DefinitionError]:
    """One class with everything in it; `groups` and `classes` are the codes that the plan declares."""
    if category.group not in groups and category.group != UNREAD:
        yield DefinitionError(f"{place}.group", f"phải là một trong: {', '.join(groups)}.")
    if category.level not in (*LEVELS, UNREAD):
        yield DefinitionError(f"{place}.level", f"phải là một trong: {', '.join(LEVELS[:-1])}.")
    yield from check_nominees(category, place, classes, own)
    ids = {item.id for item in category.criteria}
    for name in category.any_of:
        if name not in ids and UNREAD not in ids:
            yield DefinitionError(f"{place}.any_of", f"nhóm này không có tiêu chí «{name}».")
    for at, criterion in enumerate(category.criteria, 1):
        yield from check_criterion(criterion, f"{place}.criterion[{at}]", own)
        yield from check_band(criterion, f"{place}.criterion[{at}]")
        if criterion.is_measured and "unit" not in category.takes:
            yield DefinitionError(
                f"{place}.criterion[{at}].rule", "quy tắc đo được chỉ dùng cho nhóm xét đơn vị hành chính (có level)."
            )
    yield from _check_score(category, place)


def check_band(line: Use, place: str) -> Iterator[DefinitionError]:
    """The upper figure of a band is not below the one that decides."""
    low, high = line.params.get("at_least"), line.params.get("band_to")
    if low is not None and high is not None and high < low != UNREAD_POINTS:
        yield DefinitionError(f"{place}.band_to", "không được nhỏ hơn at_least.")


def check_classes_of(line: Use, place: str, own: OwnNames) -> Iterator[DefinitionError]:
    """The classes that a rule is asked about are there."""
    for key, names in asked_classes(line):
        yield from unknown(names, own.known_classes, f"{place}.{key}", "phân loại")


def check_criterion(criterion: Criterion, place: str, own: OwnNames) -> Iterator[DefinitionError]:
    for name in ("applies_to", "except_for"):
        value = getattr(criterion, name)
        yield from unknown([value] if value else [], own.known_classes, f"{place}.{name}", "phân loại")
    yield from check_classes_of(criterion, place, own)
    if criterion.applies_to and criterion.except_for:
        yield DefinitionError(f"{place}.except_for", "chỉ ghi applies_to hoặc except_for.")
    yield from unknown(criterion.only_for, own.known_bodies, f"{place}.only_for", "loại tổ chức")
    if criterion.part and criterion.rule != "judged":
        yield DefinitionError(f"{place}.rule", "tiêu chí có các ý thì quy tắc ghi ở từng ý.")
    if criterion.part and criterion.may_not_apply:
        yield DefinitionError(f"{place}.may_not_apply", "tiêu chí có các ý thì ghi ở từng ý.")
    if criterion.part and criterion.shows:
        yield DefinitionError(f"{place}.shows", "tiêu chí có các ý thì ghi ở từng ý.")
    for at, part in enumerate(criterion.parts, 1):
        where = f"{place}.part[{at}].unless" if criterion.part else f"{place}.unless"
        yield from unknown([part.unless] if part.unless else [], RECORD_WORDS, where, "loại bản ghi")
        if part.unless and not part.may_not_apply:
            yield DefinitionError(where, "chỉ ghi cùng may_not_apply.")
    if criterion.part and criterion.unless:
        yield DefinitionError(f"{place}.unless", "tiêu chí có các ý thì ghi ở từng ý.")
    for shown, where in (
        (criterion.shows, f"{place}.shows"),
        *((part.shows, f"{place}.part[{at}].shows") for at, part in enumerate(criterion.part, 1)),
    ):
        yield from unknown(shown, SHOWN_WORDS, where, "loại ghi nhận")
        yield from unique(where, list(shown))
    yield from _check_points(criterion, place)
    for at, part in enumerate(criterion.part, 1):
        yield from check_classes_of(part, f"{place}.part[{at}]", own)
        if part.kind == "measured":
            yield DefinitionError(f"{place}.part[{at}].rule", "quy tắc đo được chỉ dùng cho tiêu chí không có ý.")
    yield from unique(f"{place}.part", [item.id for item in criterion.part])


def _check_points(criterion: Criterion, place: str) -> Iterator[DefinitionError]:
    """Points stand at every part or at none, and are more than nothing."""
    if criterion.part and criterion.points is not None:
        yield DefinitionError(f"{place}.points", "tiêu chí có các ý thì ghi ở từng ý.")
    given = [part.points is not None for part in criterion.parts]
    if any(given) and not all(given):
        yield DefinitionError(f"{place}.part", "ghi points ở mọi ý của tiêu chí, hoặc không ý nào.")
    for at, part in enumerate(criterion.parts, 1):
        if part.points == 0:
            where = f"{place}.part[{at}].points" if criterion.part else f"{place}.points"
            yield DefinitionError(where, "phải lớn hơn 0.")


def _check_score(category: Category, place: str) -> Iterator[DefinitionError]:
    """A score table has lines and a threshold that they can reach."""
    points = [part.points for item in category.criteria for part in item.parts if part.points is not None]
    if points and category.score_at_least is None:
        yield DefinitionError(f"{place}.score_at_least", "có points thì phải ghi tổng điểm cần đạt.")
    if category.score_at_least is not None and sum(points, Decimal(0)) < category.score_at_least:
        whole = format_rate(sum(points, Decimal(0)))
        yield DefinitionError(f"{place}.score_at_least", f"bảng điểm chỉ có tối đa {whole} điểm nên không ai đạt được.")
    for at, criterion in enumerate(category.criteria, 1):
        if criterion.is_scored and criterion.id in category.any_of:
            yield DefinitionError(f"{place}.criterion[{at}].points", "tiêu chí trong any_of không tính điểm.")


def check_nominees(category: Category, place: str, codes: Collection[str], own: OwnNames) -> Iterator[DefinitionError]:
    yield from unknown(category.nominees, NOMINEES, f"{place}.nominees", "loại đối tượng")
    yield from unknown(category.bodies, own.known_bodies, f"{place}.bodies", "loại tổ chức")
    if "unit" in category.takes and not category.level:
        yield DefinitionError(f"{place}.level", "nhóm nhận đơn vị hành chính thì phải ghi cấp.")
    if "unit" in category.takes and category.level == LEVELS[0]:
        yield DefinitionError(
            f"{place}.level",
            "đơn vị được đề nghị là cấp huyện, xã hoặc thôn; cơ quan cấp tỉnh thì ghi nominees là tổ chức.",
        )
    for code in category.never_with:
        if code not in codes:
            yield DefinitionError(f"{place}.never_with", f"không có nhóm đối tượng «{code}».")
