"""Dossiers shared out evenly among those who may have each in hand. Pure."""

from collections.abc import Collection, Mapping


def shared_out(waiting: Mapping[int, Collection[int]], loads: Mapping[int, int]) -> dict[int, int]:
    """Dossier → officer. `waiting`: who may take each; `loads`: how many everybody who takes part has in hand already.

    The one with the fewest in hand takes the next; what few may take is given first. In the end nobody could hand one
    over to somebody who has two fewer. What nobody of them may take is left out.
    """
    load = dict(loads)
    given: dict[int, int] = {}
    may = {key: sorted(set(people) & load.keys()) for key, people in waiting.items()}
    for key in sorted(may, key=lambda key: (len(may[key]), key)):
        if may[key]:
            given[key] = min(may[key], key=lambda officer: (load[officer], officer))
            load[given[key]] += 1
    while (move := _better(given, may, load)) is not None:
        key, officer = move
        load[given[key]] -= 1
        load[officer] += 1
        given[key] = officer
    return given


def _better(
    given: Mapping[int, int], may: Mapping[int, Collection[int]], load: Mapping[int, int]
) -> tuple[int, int] | None:
    """A dossier that somebody with two fewer may take."""
    for key, now in sorted(given.items()):
        other = min(may[key], key=lambda officer: (load[officer], officer))
        if load[other] + 1 < load[now]:
            return key, other
    return None
