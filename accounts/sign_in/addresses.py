"""Whose address a request comes from: pure, told by the proxies that are trusted and by nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address

SOCKET = "unix"  # in the setting: a proxy on this machine that talks through a socket file
NEIGHBOURS = 64  # bits of an IPv6 address that one subscriber holds alone


@dataclass(frozen=True)
class Proxies:
    """The proxies whose word counts: by network, and whether one talks through a socket file."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    by_socket: bool = False

    @property
    def are_named(self) -> bool:
        return bool(self.networks) or self.by_socket

    def hold(self, address: Address) -> bool:
        return any(address in network for network in self.networks)


def read_proxies(items: Sequence[str]) -> Proxies:
    """The setting "127.0.0.1", "10.1.0.0/16", "unix". Raises `ValueError` for anything else."""
    words = [item.strip() for item in items if item.strip()]
    return Proxies(tuple(ip_network(word) for word in words if word != SOCKET), SOCKET in words)


def client_address(remote: str, forwarded: str, proxies: Proxies) -> str:
    """The nearest address that is no trusted proxy; "" when even the connection's own is unknown.

    `forwarded` is X-Forwarded-For: each proxy adds at its right end whom it heard from, so it is read from there,
    and only as long as the one who wrote the next part is trusted. What stands further left anyone may have made up.
    """
    found = _read(remote)
    trusted = proxies.by_socket if found is None and not remote.strip() else found is not None and proxies.hold(found)
    for part in reversed(forwarded.split(",")):
        heard = _read(part) if trusted else None
        if heard is None:
            break
        found, trusted = heard, proxies.hold(heard)
    return str(found) if found is not None else ""


def neighbourhood(address: str) -> str:
    """What one subscriber holds alone: an IPv4 address, or the first half of an IPv6 address."""
    found = _read(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, NEIGHBOURS), strict=False))
    return str(found) if found is not None else ""


def _read(text: str) -> Address | None:
    """One address as proxies write it: quoted, in brackets, with a port or a zone; None for anything else."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
