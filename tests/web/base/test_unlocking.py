"""Values that were open while a page was made are open while its content is sent."""

from collections.abc import Iterator
from contextvars import ContextVar

from tracker.web.base.unlocking import kept_open

OPEN: ContextVar[bytes] = ContextVar("open", default=b"nothing")


def parts() -> Iterator[bytes]:
    yield OPEN.get()
    yield OPEN.get()


def test_content_sent_after_the_page_was_made_has_the_open_values() -> None:
    before = OPEN.set(b"a key")
    sent = kept_open(parts())
    OPEN.reset(before)

    assert list(sent) == [b"a key", b"a key"]
    assert OPEN.get() == b"nothing"
