"""Links to the mail or letter that holds back a non-response."""

from collections.abc import Iterator

from flask import url_for

from tracker.domain.correspondence.silence_holds import HeldBack, SilenceHold
from tracker.services.cases.held_back import HOLD_REASONS
from tracker.services.core.roles import Act
from tracker.services.ports.correspondence.mail_desk import MailTab
from tracker.web.base.access import person_may
from tracker.web.base.language import gettext

_OF_LETTERS = frozenset({SilenceHold.UNCERTAIN, SilenceHold.FAILED})
_MOST_LINKS = 5


def shown_hold(reference: str, held: HeldBack) -> tuple[str, list[tuple[str, str]]]:
    """Return the reason in words, and links with their words for people who may open mail."""
    needs = Act.LOG if held.hold in _OF_LETTERS else Act.BROWSE
    links = list(_links(reference, held)) if person_may(needs) else []
    return str(HOLD_REASONS[held.hold]), links


def _links(reference: str, held: HeldBack) -> Iterator[tuple[str, str]]:
    if held.hold is SilenceHold.NOT_FETCHED:
        tab = MailTab.PROBLEMS.value
        yield gettext("Open the problems with mail"), url_for("desk_received.listing", tab=tab)
        return
    of_letter = held.hold in _OF_LETTERS
    words = gettext("Open the letter") if of_letter else gettext("Open the email")
    for number, id in enumerate(held.about[:_MOST_LINKS], 1):
        named = f"{words} {number}" if len(held.about) > 1 else words
        if of_letter:
            yield named, url_for("desk_sending_mail.mail", reference=reference, id=id)
        else:
            yield named, url_for("desk_received.mail", id=id)
    if len(held.about) > _MOST_LINKS:
        yield gettext("Open the mail"), url_for("desk_received.listing")
