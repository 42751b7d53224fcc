"""The statement on other proceedings: what else was brought on the same request."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.law.pleas import DeclarationKind
from tracker.domain.words.letter import Declaration
from tracker.domain.words.pleading import PleadingRow
from tracker.services.core.naming import DECLARATIONS
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.source import PleadingSource
from tracker.services.letters.remedies import opened

_STATE = Message(
    "[State here any other proceeding on this request before a court, tribunal or authority, or "
    "that there is none.]"
)
_BESIDE_ONE_FILED = Message(
    "Another proceeding on this request was filed {day:on}: “{title}”. The {party} has brought no "
    "further one before any court, tribunal or authority."
)
_NO_OTHER = Message(
    "The {party} has brought no other proceeding on this request before any court, tribunal or "
    "authority."
)


def proceedings(source: PleadingSource, found: Sequence[Argument]) -> Iterator[PleadingRow]:
    """Yield a place for the statement on other proceedings, with words that can be chosen, and
    that no stay of a decision relied on is known."""
    none = declared(source, DeclarationKind.OTHER_PROCEEDINGS)
    said = _beside(source) or none or source.say(DECLARATIONS[Declaration.NONE_PENDING])
    words = source.say(_STATE)
    yield PleadingRow("proceedings", words, rests_on=source.basis, instead=said)
    stays, own = declared(source, DeclarationKind.STAYS), _of_the_forum(source, found)
    if stays and own:
        rests = replace(source.basis, authorities=own)
        yield PleadingRow("proceedings:stays", stays, rests_on=rests)


def _of_the_forum(source: PleadingSource, found: Sequence[Argument]) -> tuple[str, ...]:
    """Return the decisions of the forum itself that the grounds cite."""
    cited = dict.fromkeys(key for each in found for key in each.rests_on.authorities)
    receiver = source.plea.remedy.opened.stage.receiver
    return tuple(key for key in cited if source.printable[key].forum == receiver)


def _beside(source: PleadingSource) -> str:
    """Return the statement where another remedy of this cause was filed or is open, else empty."""
    plea = source.plea
    for entry in reversed(plea.case_status.case_state.appeals):
        event = entry.event
        if not isinstance(event, AppealFiled) or event.on.earliest > source.today:
            continue
        # A filing at the same stage is another proceeding, unless it is this one.
        if (event.stage == plea.stage) != (plea.opening.seq in event.openings):
            title = source.text(source.law.stage(event.stage).title)
            day = source.locale.short_span(event.on)
            return source.say(_BESIDE_ONE_FILED, title=title, day=day, party=source.party)
    for each in opened(plea.case_status, source.library):
        other = each.opened
        ready = other.opening == plea.opening.seq and other.opens_earliest <= source.today
        if ready and other.stage.key != plea.stage:
            return source.say(_NO_OTHER, party=source.party)
    return ""


def declared(source: PleadingSource, about: DeclarationKind) -> str:
    """Return what the law lets the person who files state of a matter, empty if nothing."""
    found = (
        each.says
        for each in source.law.declarations
        if each.about is about and not source.elsewhere(each.stages)
    )
    return next((source.text(says) for says in found), "")
