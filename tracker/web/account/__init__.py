"""The pages of one's own account: password, second factor, passkeys and sessions."""

from tracker.web.account import confirm, factor, keys, own, unlock
from tracker.web.base.access import Pages


def pages() -> list[Pages]:
    """Return the blueprints of the account pages, including those reachable before a second
    factor exists."""
    return [own.PAGES, factor.PAGES, keys.PAGES, confirm.PAGES, unlock.PAGES]
