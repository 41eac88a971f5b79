"""Every address answers for its own campaign while another one is chosen."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from reports.campaign_of_page import OWNERS, owner_of
from tests import cast
from tests.campaigns import NEXT_CODE, load_next
from tests.test_access_matrix import MATRIX, subjects

__all__ = ["subjects"]

# what carries a key or a code and is of no campaign
OF_NONE = (
    "chuan-ngheo/",
    "the-le/soan/",
    "dien-bien/",
    "mau-van-ban/",
    "lich-su-khen-thuong/",
    "phong-trao/ghi/",
    "bao-cao/",
    "bao-loi/",
    "loi/",
    "ban-ky-da-thay/",  # a file alone
)
APPS = ("campaign.", "awards.", "reports.")
# a list of what is chosen, not a thing at its own address: of two campaigns it shows the chosen one's
LISTS = {"campaign:plan_new"}


def _routes(patterns: list[URLPattern | URLResolver]) -> list[tuple[str, str]]:
    found = []
    for item in patterns:
        if isinstance(item, URLResolver):
            found += _routes(item.url_patterns)
        else:
            found.append((str(item.pattern), item.callback.__module__))
    return found


def test_every_address_of_a_thing_says_how_it_leads_to_its_campaign() -> None:
    routes = [route for route, module in _routes(get_resolver().url_patterns) if module.startswith(APPS)]
    lacking = [
        route
        for route in routes
        if ("<id:" in route or "<slug:code>" in route)
        and owner_of(route) is None
        and not route.startswith(OF_NONE)
        and "<year:year>" not in route
    ]
    assert lacking == []
    assert [start for start in OWNERS if not any(route.startswith(start) for route in routes)] == []


@pytest.mark.one_engine
@pytest.mark.parametrize("who", ["bac_ai", "home"])
def test_the_other_campaign_being_chosen_changes_no_answer(
    who: str, province: cast.Province, subjects: dict[str, int], sign_in: Callable[[User], Client]
) -> None:
    load_next(province='province = "58"', first="first_year = 2024")
    client = sign_in(province.people[who])
    client.get(f"/?phong-trao={NEXT_CODE}")
    wrong, shown = {}, set()
    for name, (pattern, codes) in MATRIX.items():
        if name.startswith(("accounts:", "units:", "office:")):
            continue
        answer = client.get(pattern.format(**subjects))
        if answer.status_code != codes[who]:
            wrong[name] = (answer.status_code, codes[who])
        frame = answer.context.get("frame") if answer.context else None
        if (
            frame is not None
            and answer.status_code == 200
            and (owner_of(answer.resolver_match.route) or "2022" in pattern)
        ):
            shown.add((name, frame.campaign.code if frame.campaign else ""))
    assert wrong == {}
    assert len(shown) > 20
    assert {name for name, code in shown if code != cast.CODE} == set()


def test_what_is_refused_tells_nothing_of_its_campaign(
    province: cast.Province, subjects: dict[str, int], sign_in: Callable[[User], Client]
) -> None:
    load_next()
    client = sign_in(province.ninh_son)
    client.get(f"/?phong-trao={NEXT_CODE}")
    foreign, missing = (client.get(f"/so-lieu/{pk}/") for pk in (subjects["figures"], 999999))
    assert {answer.status_code for answer in (foreign, missing)} == {404}
    assert {answer.context["frame"].campaign.code for answer in (foreign, missing)} == {NEXT_CODE}
