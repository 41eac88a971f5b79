"""No word of a place is seen by who has no right there: marks in every free text, and everybody walks every address."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from django.http import HttpResponseBase
from django.test import Client

from accounts.models import User
from tests import cast
from tests.addresses import addresses, questions
from tests.furnished import BAC_AI, NINH_SON, Furnished, furnish, long_walk
from tests.marks import HOUSEHOLDS, Kind, Marks, mark_everything

pytestmark = [pytest.mark.one_engine, pytest.mark.long]
SignIn = Callable[[User], Client]


@dataclass(frozen=True)
class Watcher:
    """Somebody at the door: whose words they may read. `everywhere` is the whole province but its households."""

    name: str
    places: frozenset[str] = frozenset()
    everywhere: bool = False
    above: frozenset[str] = frozenset()  # whose officers they are told the names of

    def may_read(self, kind: Kind, user: User | None) -> bool:
        own = self.places | ({f"@{user.username}"} if user else set())
        if kind.places & own:
            return True
        if kind.model == "accounts.User" and kind.places & self.above:
            return True
        personal = any(place.startswith("@") for place in kind.places) and kind.model != "accounts.User"
        return self.everywhere and kind.model not in HOUSEHOLDS and not personal


def _below(*codes: str) -> frozenset[str]:
    return frozenset(codes)


PROVINCE = "58"
WATCHERS = (
    Watcher("anonymous"),
    Watcher("no_role"),
    Watcher("ended", _below("22899")),
    Watcher("ninh_son", NINH_SON.units, above=_below("58")),
    Watcher("ninh_son_leader", NINH_SON.units, above=_below("58")),
    Watcher("administrator_ninh_son", NINH_SON.units, above=_below("58")),
    Watcher("auditor_ninh_son", NINH_SON.units, above=_below("58")),
    Watcher("head_there", _below(NINH_SON.village), above=_below("22819", "585", "58")),
    Watcher("sister", _below("22807"), above=_below("584", "58")),
    Watcher("administrator_sister", _below("22807"), above=_below("584", "58")),
    Watcher("auditor_sister", _below("22807"), above=_below("584", "58")),
    Watcher("health", _below("so-y-te")),
    Watcher("enterprise", _below("htx")),
    Watcher("press", _below("bao")),
    Watcher("front", everywhere=True),
    Watcher("council", everywhere=True),
    Watcher("home_leader", everywhere=True),
    # those whose words they are
    Watcher("bac_ai", BAC_AI.units, above=_below("58")),
    Watcher("phuoc_dai", _below("22801", BAC_AI.village), above=_below("584", "58")),
)
# marked words that none of the owners is shown on this walk, so that it says nothing about them
SHOWN_TO_NONE_OF_THEM = frozenset({
    "accounts.AuditPayload",  # kept for the chain, on no page
    "awards.Assessment",  # findings frozen at a step are shown where they differ from those of today
    "awards.BlankLayout",  # numbers alone
    "awards.Reminder",  # the page says the day; whom it was is in the notice
    "awards.NominationVersion",  # two sendings are compared; here each dossier has one
    "campaign.Explanation",  # beside the check that it was written for
    "campaign.LateEntry",  # to the standing agency
})  # fmt: skip
OWNERS = ("home_leader", "bac_ai", "phuoc_dai")


def readable(body: bytes) -> str:
    """Everything that somebody reads in an answer: of workbooks, documents and archives the words of every part."""
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = (readable(archive.read(name)) for name in archive.namelist())
            return " ".join(re.sub(r"<[^>]+>", "", part) for part in parts)
    return body.decode("utf-8", "replace")


def said(response: HttpResponseBase) -> str:
    """Headers and body of an answer."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined, arg-type]
    return unquote(" ".join(response.headers.values())) + " " + readable(body)


@dataclass
class Walk:
    """What one person read where."""

    read: dict[tuple[Kind, int], str]
    failed: list[str]


def walk(client: Client, marks: Marks, where: Iterable[str]) -> Walk:
    """Ask for every address; what was read first where, and which addresses broke."""
    seen: dict[tuple[Kind, int], str] = {}
    failed = []
    for address in where:
        response = client.get(address)
        if response.status_code >= 500:
            failed.append(f"{address} ({response.status_code})")
        for mark in marks.found_in(said(response)):
            seen.setdefault(mark, address)
    return Walk(seen, failed)


@pytest.fixture
def marked(province: cast.Province) -> Iterator[tuple[Furnished, Marks]]:
    found = furnish(province)
    with long_walk():
        yield found, mark_everything()


@pytest.mark.long
def test_nobody_reads_a_word_of_a_place_that_is_not_theirs(marked: tuple[Furnished, Marks], sign_in: SignIn) -> None:
    found, marks = marked
    # from the start page, and the owners first: what the others download is told there as the newest
    where = ["/", *(address for several in addresses(BAC_AI).values() for address in several), *questions(BAC_AI)]
    leaks, failed, shown = [], [], set()
    for watcher in sorted(WATCHERS, key=lambda one: one.name not in OWNERS):
        user = found.people.get(watcher.name)
        seen = walk(sign_in(user) if user else Client(), marks, where)
        failed += [f"{watcher.name}: {address}" for address in seen.failed]
        if watcher.name in OWNERS:
            shown |= {kind.model for kind, _ in seen.read}
        foreign: dict[tuple[str, str], list[str]] = defaultdict(list)
        for (kind, pk), address in seen.read.items():
            if not watcher.may_read(kind, user):
                foreign[address, kind.label].append(f"{'+'.join(sorted(kind.places))}#{pk}")
        leaks += [
            f"{watcher.name} at {at}: {label} of {', '.join(sorted(whose)[:4])}"
            for (at, label), whose in foreign.items()
        ]
    assert not failed, "\n".join(failed)
    assert not leaks, "\n".join(leaks)
    unseen = {kind.model for kind in marks.kinds} - shown
    assert unseen == SHOWN_TO_NONE_OF_THEM, unseen ^ SHOWN_TO_NONE_OF_THEM
