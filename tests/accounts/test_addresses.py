"""Whose address it is, through proxies: only the word of a trusted one counts."""

from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.deploy_checks import proxies_are_named
from accounts.models import AuditEvent
from accounts.sign_in.addresses import Proxies, client_address, neighbourhood, read_proxies
from tests.people import PASSWORD, person

ONE = read_proxies(["10.0.0.1"])
MANY = read_proxies(["127.0.0.1", "10.0.0.0/8", "fd00::/8"])
SOCKET = read_proxies(["unix"])
PERSON = "203.0.113.9"


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "found"),
    [
        (PERSON, "", Proxies(), PERSON),
        ("127.0.0.1", PERSON, Proxies(), "127.0.0.1"),
        (PERSON, "198.51.100.7", ONE, PERSON),
        ("10.0.0.1", PERSON, ONE, PERSON),
        ("10.0.0.1", f"198.51.100.7, {PERSON}", ONE, PERSON),
        ("10.0.0.1", f"198.51.100.7, {PERSON}, 10.0.0.2", ONE, "10.0.0.2"),
        ("127.0.0.1", f"198.51.100.7, {PERSON} ,10.0.0.2,10.0.0.3", MANY, PERSON),
        ("10.0.0.1", "", ONE, "10.0.0.1"),
        ("10.0.0.1", f"{PERSON}, unknown", ONE, "10.0.0.1"),
        ("10.0.0.1", f"{PERSON},", ONE, "10.0.0.1"),
        ("10.0.0.1", f"{PERSON}, <script>", ONE, "10.0.0.1"),
        ("10.0.0.1", f"{PERSON}:51234", ONE, PERSON),
        ("10.0.0.1", '"[2001:db8::7]:443"', ONE, "2001:db8::7"),
        ("10.0.0.1", "2001:DB8:0::7", ONE, "2001:db8::7"),
        ("10.0.0.1", "fe80::1%eth0", ONE, "fe80::1"),
        ("::ffff:10.0.0.1", f"::ffff:{PERSON}", ONE, PERSON),
        ("fd00::1", "2001:db8::7", MANY, "2001:db8::7"),
        ("10.0.0.1", "10.0.0.9, 10.0.0.8", MANY, "10.0.0.9"),
        ("", PERSON, SOCKET, PERSON),
        ("", PERSON, ONE, ""),
        ("", PERSON, Proxies(), ""),
        ("không rõ", PERSON, SOCKET, ""),
    ],
    ids=[
        "no proxy", "the header is nobody's word without the setting", "a person sends the header", "one proxy",
        "a made-up left part", "a proxy that is not trusted", "three proxies", "a proxy that says nothing",
        "garbage at the end", "an empty end", "markup", "with a port", "IPv6 with a port", "IPv6 in another spelling",
        "IPv6 with a zone", "IPv4 within IPv6", "a proxy by IPv6", "all are proxies", "behind a socket file",
        "a socket that is not trusted", "a socket where none is named", "garbage is no socket",
    ],
)  # fmt: skip
def test_the_nearest_address_that_is_no_proxy(remote: str, forwarded: str, proxies: Proxies, found: str) -> None:
    assert client_address(remote, forwarded, proxies) == found


ADDRESSES = st.ip_addresses().map(str)


@given(person=ADDRESSES.filter(lambda text: not MANY.hold(ip_address(text))), made_up=st.text(), hops=st.lists(
    st.sampled_from(["10.0.0.2", "10.9.9.9", "[fd00::5]:80", "127.0.0.1"])))  # fmt: skip
def test_nothing_that_a_person_makes_up_changes_their_address(person: str, made_up: str, hops: list[str]) -> None:
    heard = ",".join([made_up, person, *hops])
    plain = ip_address(person)
    plain = getattr(plain, "ipv4_mapped", None) or plain
    if not MANY.hold(plain):
        assert client_address("127.0.0.1", heard, MANY) == str(plain)


@given(remote=st.text(), forwarded=st.text())
def test_any_text_is_an_address_or_nothing(remote: str, forwarded: str) -> None:
    found = client_address(remote, forwarded, MANY)
    assert found == "" or str(ip_address(found)) == found


@pytest.mark.parametrize(
    ("address", "whole"),
    [(PERSON, PERSON), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("", ""), ("gì đó", "")],
    ids=["IPv4 alone", "IPv6 by its subscriber", "unknown", "garbage"],
)
def test_what_one_subscriber_holds(address: str, whole: str) -> None:
    assert neighbourhood(address) == whole


@pytest.mark.parametrize("item", ["10.0.0.1/40", "proxy.noi-bo", "*"])
def test_a_setting_that_names_no_network_is_refused(item: str) -> None:
    with pytest.raises(ValueError):
        read_proxies([item])


def test_a_setting_is_read_with_blanks_and_empty_items() -> None:
    assert read_proxies(["", " 10.0.0.1 ", " ", " unix"]) == Proxies((ip_network("10.0.0.1"),), by_socket=True)
    assert read_proxies(["", " "]) == Proxies((), by_socket=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trusted", "address"), [([], "10.0.0.1"), (["10.0.0.1"], PERSON)], ids=["not trusted", "trusted"]
)
def test_the_trail_carries_the_person_s_address(
    client: Client, settings: LazySettings, trusted: list[str], address: str
) -> None:
    settings.TRUSTED_PROXIES = read_proxies(trusted)
    person("lan")
    client.post(
        reverse("accounts:sign_in"),
        {"username": "lan", "password": PASSWORD},
        REMOTE_ADDR="10.0.0.1",
        headers={"X-Forwarded-For": f"198.51.100.7, {PERSON}"},
    )
    assert AuditEvent.objects.get(verb="sign_in").address == address


@pytest.mark.parametrize(
    ("header", "trusted", "warnings"),
    [
        (None, [], []),
        (("HTTP_X_FORWARDED_PROTO", "https"), ["127.0.0.1"], []),
        (("HTTP_X_FORWARDED_PROTO", "https"), ["unix"], []),
        (("HTTP_X_FORWARDED_PROTO", "https"), [], ["accounts.W001"]),
    ],
    ids=["no proxy", "a named one", "one behind a socket file", "one that nobody named"],
)
def test_a_proxy_that_nobody_named_is_told_before_going_live(
    settings: LazySettings, header: Any, trusted: list[str], warnings: list[str]
) -> None:
    settings.SECURE_PROXY_SSL_HEADER, settings.TRUSTED_PROXIES = header, read_proxies(trusted)
    assert [found.id for found in proxies_are_named()] == warnings
