"""The words with which a client signs in with an OAuth token."""

from collections.abc import Collection

# The ways that this program knows, the preferred one first.
OAUTHBEARER, XOAUTH2 = "OAUTHBEARER", "XOAUTH2"
TAKES_NO_TOKEN = "The mail server takes no token: it offers neither OAUTHBEARER nor XOAUTH2."  # noqa: S105


def way_of(offered: Collection[str]) -> str:
    """Return the way in which a server takes a token, empty if it offers none."""
    return next((way for way in (OAUTHBEARER, XOAUTH2) if way in offered), "")


def first_words(way: str, user: str, token: str) -> str:
    """Return the first message of a client."""
    bearer = f"auth=Bearer {token}\x01\x01"
    if way == XOAUTH2:
        return f"user={user}\x01{bearer}"
    name = user.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\x01{bearer}"


def last_words(way: str) -> str:
    """Return a client's answer to an explained refusal (RFC 7628 for OAUTHBEARER)."""
    return "\x01" if way == OAUTHBEARER else ""
