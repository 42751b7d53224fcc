"""One's own account: password, second factor, passkeys, and where one is signed in."""

from tracker.web.account import confirm, factor, keys, own
from tracker.web.base.access import Pages


def pages() -> list[Pages]:
    """The pages of an account: those that come before the desk opens, and the others."""
    return [own.PAGES, factor.PAGES, keys.PAGES, confirm.PAGES]
