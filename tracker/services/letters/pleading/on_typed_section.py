"""The answer to a section that a reply named and that the law's file does not list."""

from collections.abc import Iterator

from tracker.domain.base.messages import Message
from tracker.domain.base.text import at_start
from tracker.domain.law.outcome import TypedSection
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingBasis
from tracker.domain.words.quotations import in_marks
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.reaching import answers_to_items, at_issue, headed
from tracker.services.letters.pleading.source import PleadingSource

_TITLE = Message("What the decision calls {section} has not been shown to apply")
# It says nothing of what the section provides: nobody compared it with the law.
_ANSWER = Message(
    "The decision relies on what it calls {section}. It is to be shown, record by record and by "
    "facts, that the section provides for a refusal and that it applies."
)
_WORDS = Message("The decision adds the words {words}.")


def typed_sections(source: PleadingSource) -> Iterator[Argument]:
    """Yield the answer to each section as typed on which the replies rely for items at issue."""
    found: dict[TypedSection, list[str]] = {}
    for key, outcome in at_issue(source).items():
        if outcome and outcome.section:
            found.setdefault(outcome.section, []).append(key)
    for number, (section, items) in enumerate(found.items(), start=1):
        yield _answer(source, number, section, tuple(items))


def _answer(
    source: PleadingSource, number: int, section: TypedSection, items: tuple[str, ...]
) -> Argument:
    cite, given = in_marks(section.number), answers_to_items(source)
    said = source.say(_ANSWER, section=cite)
    if section.words:
        said += " " + source.say(_WORDS, words=in_marks(section.words))
    title = headed(source, at_start(source.say(_TITLE, section=cite)), "", items)
    rests = PleadingBasis(tuple(dict.fromkeys(given[item][0] for item in items)))
    when = Circumstance.EXEMPTION_CLAIMED
    return Argument(f"section-{number}", title, (said,), when, rests, items)
