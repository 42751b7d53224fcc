"""Reads Received lines: which server wrote each, and whether a mail began in the office.

A server writes its line on top. The lines below the first one that names a foreign sender came
with the mail, so anyone can have written them.
"""

import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address

from tracker.domain.correspondence.read_mail import HeaderLine, header_values

_BY = re.compile(r"\bby\s+\[?([A-Za-z0-9._:-]+)", re.IGNORECASE)
_FROM = re.compile(r"\s*from\s+(.*?)\s+by\s", re.IGNORECASE | re.DOTALL)
_WITH = re.compile(r"\swith\s+([A-Za-z]+)", re.IGNORECASE)
# The name that the receiving server itself found for the network address of the sender.
_FOUND_NAME = re.compile(r"\(([A-Za-z0-9.-]+)\s+\[[^\]]+\]\)$")
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_ADDRESS = re.compile(r"[0-9a-f.:]{3,}", re.IGNORECASE)
_THIS_MACHINE = frozenset({"localhost"})


def receiving_host(received: str) -> str:
    """Return the host that wrote a Received line, in plain form; empty if none is named."""
    by = _BY.search(received)
    return _plain_host(by[1]) if by else ""


def plain_hosts(names: Iterable[str]) -> frozenset[str]:
    """Return names of hosts in plain form: in lower case, without a final dot. Empty ones are no
    names."""
    return frozenset(map(_plain_host, names)) - {""}


def outsider(lines: tuple[HeaderLine, ...], own_hosts: Iterable[str]) -> str:
    """Return the first server or sender in the Received lines that is not the office's own.

    It is empty for a mail that began on one of the office's own servers and passed through no
    other. In doubt the mail came from elsewhere.
    """
    own = plain_hosts(own_hosts)
    received = list(header_values(lines, "received"))
    if not received:
        return "no server"
    if (last := receiving_host(received[0])) not in own:
        return last or "no server"
    return next(filter(None, (_outsider(each, own | _THIS_MACHINE) for each in received)), "")


def _outsider(received: str, own: frozenset[str]) -> str:
    writer = receiving_host(received)
    if writer not in own:
        return writer or "no server"
    if not received.lstrip().lower().startswith("from"):
        # A server that wrote the mail itself names no sender.
        return ""
    found = _FROM.match(received)
    sender = " ".join(found[1].split()) if found else ""
    within = bool(sender) and _is_own_sender(sender, _protocol(received), own)
    return "" if within else sender or "no server"


def _is_own_sender(sender: str, protocol: str, own: frozenset[str]) -> bool:
    # Anyone can give the first name as their own. Nobody can choose the network address.
    heard = _plain_host(sender.split()[0].strip("[]"))
    addresses = list(_addresses(sender))
    # LMTP, also as LMTPS or LMTPSA (RFC 3848), is used within an office. Nobody offers it to
    # others.
    is_last_step = "lmtp" in protocol
    if not addresses:
        local = protocol == "local" or heard in _THIS_MACHINE
        return local or (is_last_step and heard in own)
    if None in addresses:
        return False
    known = [each for each in addresses if each]
    if all(each.is_loopback for each in known):
        return True
    if is_last_step and heard in own and all(each.is_private for each in known):
        return True
    found = _FOUND_NAME.search(sender)
    return (
        len(set(known)) == 1 and found is not None and _plain_host(found[1]) in own - _THIS_MACHINE
    )


def _protocol(received: str) -> str:
    found = _WITH.search(received)
    return found[1].lower() if found else ""


def _addresses(sender: str) -> Iterator[IPv4Address | IPv6Address | None]:
    """Yield each network address in the words on a sender, None for one that cannot be read."""
    for inside in _BRACKETS.findall(sender):
        yield _address(inside.split()[0].lower().removeprefix("ipv6:") if inside.split() else "")
    for word in _ADDRESS.findall(_BRACKETS.sub(" ", sender)):
        if found := _address(word):
            yield found


def _address(word: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(word)
    except ValueError:
        return None


def _plain_host(name: str) -> str:
    return name.lower().rstrip(".")
