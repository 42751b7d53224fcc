"""The network that a request came from."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from tracker.services.people.sign_in_turns import UNKNOWN_NETWORK, Network

# The part of an address that one household or company has, in bits.
_LENGTHS = {4: 24, 6: 48}


def reader_network() -> Network:
    """Return the network of a request, counted only as a keyed digest; no name if unknown."""
    try:
        address = ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return UNKNOWN_NETWORK
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    network = ip_network((address, _LENGTHS[address.version]), strict=False)
    return Network(str(network), shared=not address.is_global)
