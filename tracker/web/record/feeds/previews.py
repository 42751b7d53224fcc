"""The pictures that other sites show of a page: of a block, of a body, and one of all the rest."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.domain.base.text import SOURCE
from tracker.domain.record.scorecard import Scorecard, scorecard
from tracker.services.core.office import Office
from tracker.services.ports.sought import BodyPart, Sought
from tracker.web.base.language import page_language, page_locale, worded
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
from tracker.web.record.words.cards import sums_of
from tracker.web.record.words.figures import figures_text

SIZE = (CARD_WIDTH, CARD_HEIGHT)


def preview_address(block: str = "", body: str = "") -> str:
    """Where the picture of a page stands; in English where Urdu cannot be drawn here."""
    asked = {} if shapes_letters() else {"language": SOURCE}
    if block:
        return address_of("record.block_preview", key=block, **asked)
    if body:
        return address_of("record.body_preview", key=body, **asked)
    return address_of("record.preview", **asked)


def send_preview(office: Office) -> Response:
    """The picture of every page that has none of its own."""
    asked = gettext("When a platform is blocked, what is the legal basis?")
    return _sent(asked, (gettext("Who asked, what was answered, what was not"),))


def send_block_preview(office: Office, key: str) -> Response:
    """The picture of a block. Raises NotOnFile."""
    badge = badge_of(office, key)
    return _sent(badge.title, (badge.days, badge.asked, badge.counted))


def send_body_preview(office: Office, key: str) -> Response:
    """The picture of a body. Raises NotOnFile."""
    body, card = office.library.body(key), scorecard(sums_of(office, key))
    part = BodyPart.HELD if card.asked.all else BodyPart.HEARD
    by = as_of(office, Sought(body=key, part=part))
    return _sent(worded(body.name), (*_figures(card), by))


def _figures(card: Scorecard) -> Iterator[str]:
    """What is on record of a body, each figure with how many it rests on."""
    if not card.asked.all and not card.heard.all:
        yield gettext("No request to it is on record.")
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
