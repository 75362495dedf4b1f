"""Whom an address stands for."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from starlette.types import Scope

_IPV6_SUBSCRIBER_BITS = 64
"""What one subscriber is given of IPv6: the rest is theirs to change at will."""


def visitor(scope: Scope) -> str:
    """The name under which requests from the same place are counted."""
    client = scope.get("client")
    return _subscriber(client[0] if client else "unknown")


@lru_cache(maxsize=10_000)
def _subscriber(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> _IPV6_SUBSCRIBER_BITS << _IPV6_SUBSCRIBER_BITS)) + "/64"
