"""Through whose hands a dossier goes before it reaches the award agency: read from the plan's routes, by the day. Pure."""

from collections.abc import Sequence

from awards.workflow.states import State

LEVELS = {1: "province", 2: "district", 3: "commune", 4: "village"}
WORDS = {"commune": "UBND cấp xã", "district": "UBND cấp huyện"}
# where a dossier stands once a level has confirmed it
AFTER = {"commune": State.CONFIRMED, "district": State.DISTRICT_REVIEW}
BEGINS = frozenset({State.DRAFT, State.RETURNED})
PAST_DISTRICT = "Hồ sơ này không qua cấp huyện."


def stops_above(stops: Sequence[str], holder_level: str, *, has_district: bool = True) -> tuple[str, ...]:
    """The stops that a holder of this level still has: those below it fall away, and a district that is no more."""
    if holder_level in stops:
        stops = stops[list(stops).index(holder_level) :]
    elif holder_level in ("province", "district"):
        return ()
    return tuple(stop for stop in stops if stop != "district" or has_district)


def why_not_confirm(stops: Sequence[str], holder_level: str) -> str:
    """Only dossiers whose road begins at a commune are confirmed there."""
    if "commune" in stops and holder_level in ("commune", "village"):
        return ""
    return "Hồ sơ này không qua bước cấp xã xác nhận."


def why_not_district(stops: Sequence[str], state: str) -> str:
    """To the district goes what its commune has confirmed, while there are districts on the road."""
    if "district" not in stops:
        return PAST_DISTRICT
    if "commune" in stops and state in BEGINS:
        return "Lãnh đạo UBND cấp xã cần xác nhận hồ sơ trước."
    return ""


def why_not_submit(stops: Sequence[str], state: str, holder_level: str) -> str:
    """To the province goes what every stop of the road has confirmed; a district's own goes by itself."""
    ahead = [stop for stop in stops if stop != holder_level or stop == "commune"]
    if not ahead or state == AFTER[ahead[-1]]:
        return ""
    if ahead[-1] == "district":
        return "Hồ sơ của cấp xã cần gửi UBND cấp huyện xét trước."
    return "Lãnh đạo UBND cấp xã cần xác nhận hồ sơ trước."
