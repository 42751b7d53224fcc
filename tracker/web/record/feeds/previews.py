"""Preview pictures of pages for other sites: of a block, a body or a request, and one for all
other pages."""

from collections.abc import Iterable, Iterator

from werkzeug.wrappers import Response

from tracker.domain.base.text import SOURCE
from tracker.domain.library import Library
from tracker.domain.record.record import Record
from tracker.domain.record.scorecard import Scorecard, scorecard
from tracker.services.core.naming import PUBLIC_PHASES
from tracker.services.core.office import Office
from tracker.services.ports.sought import BodyPart, Sought
from tracker.web.base.language import gettext, page_language, page_locale, worded
from tracker.web.base.page_addresses import address_of
from tracker.web.base.security import let_show
from tracker.web.base.site_config import office_named
from tracker.web.record.body.bodies import AT_A_GLANCE, HEARD_AT_A_GLANCE
from tracker.web.record.feeds.badges import as_of, badge_of
from tracker.web.record.feeds.drawing import (
    CARD_HEIGHT,
    CARD_WIDTH,
    CardPreview,
    card_png,
    shapes_letters,
)
from tracker.web.record.request.answers import record_heading
from tracker.web.record.request.card import answers_in_brief, request_answers
from tracker.web.record.words.cards import sums_of
from tracker.web.record.words.figures import figures_text

SIZE = (CARD_WIDTH, CARD_HEIGHT)


def preview_address(block: str = "", body: str = "", request: str = "") -> str:
    """Return the address of a page's picture; the English one if Urdu cannot be drawn here."""
    asked = {} if shapes_letters() else {"language": SOURCE}
    if block:
        return address_of("record.block_preview", key=block, **asked)
    if body:
        return address_of("record.body_preview", key=body, **asked)
    if request:
        return address_of("record.request_preview", reference=request, **asked)
    return address_of("record.preview", **asked)


def send_preview(office: Office) -> Response:
    """Return the picture for pages without one of their own."""
    asked = gettext("When a platform is blocked, what is the legal basis?")
    return _sent(asked, (gettext("What was asked, what was answered, what was not"),))


def send_block_preview(office: Office, key: str) -> Response:
    """Return the picture of a block. Raises NotOnFile if there is no such block."""
    badge = badge_of(office, key)
    return _sent(badge.title, (badge.days, badge.asked, badge.counted))


def send_body_preview(office: Office, key: str) -> Response:
    """Return the picture of a body. Raises NotOnFile if there is no such body."""
    body, card = office.library.body(key), scorecard(sums_of(office, key))
    part = BodyPart.HELD if card.asked.all else BodyPart.HEARD
    by = as_of(office, Sought(body=key, part=part))
    return _sent(worded(body.name), (*_figures(card), by))


def draw_request_preview(record: Record, library: Library) -> Response:
    """Return the picture of a record that is not taken down, from what is published of it."""
    updated = gettext("Updated {day}", day=page_locale().short_day(record.as_of))
    state = gettext(PUBLIC_PHASES[record.phase])
    said = answers_in_brief(request_answers(record, library))
    return _sent(record_heading(record, library), (state, *said, updated))


def _figures(card: Scorecard) -> Iterator[str]:
    """Yield the figures of a body, each with the number it is based on."""
    if not card.asked.all and not card.heard.all:
        yield gettext("No requests to it yet.")
    figures = AT_A_GLANCE if card.asked.all else HEARD_AT_A_GLANCE
    for each in figures_text(card, figures):
        if each.number:
            yield gettext("{figure}: {value}", figure=each.name, value=each.value)


def _sent(head: str, lines: Iterable[str]) -> Response:
    named = office_named()
    name, live = named or ("", True)
    preview = CardPreview(
        head=head,
        lines=tuple(filter(None, lines)),
        mark="" if live else gettext("Demonstration: not really filed."),
        foot=name or gettext("Legal-basis requests"),
        language=page_language(),
        direction=page_locale().direction,
    )
    return let_show(Response(card_png(preview), mimetype="image/png"))
