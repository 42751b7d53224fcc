"""Choices offered to a draft: catalogue questions, capacities, languages, supporters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.case.request import NOT_ELIGIBLE, Draft
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Law, LetterKind
from tracker.domain.law.questions import Asked, Element
from tracker.services.core.office import Office
from tracker.services.drafting import drafts
from tracker.services.drafting.choosing import Stated, askable, propose
from tracker.services.letters import offering
from tracker.web.base.filters import language_name
from tracker.web.base.language import lazy_gettext, page_language, refused, worded

NONE_OF_THESE = lazy_gettext("None of these. The applicant cannot make a request under this law")


@dataclass(frozen=True, slots=True)
class Offered:
    """A catalogue question as this draft would put it, and the section it relies on."""

    asked: Asked
    option: int
    cite: str


@dataclass(frozen=True, slots=True)
class _Offer:
    """A body that can be asked: its law and why that law applies, or why it cannot be asked
    today."""

    body: PublicBody
    law: str = ""
    binding: tuple[Stated, ...] = ()
    why_not: str = ""


def offers(office: Office, block: Block) -> list[_Offer]:
    """Return the bodies that can be asked about a block, those named in its story first."""
    return [_offer(office, block, body) for body in askable(office, block)]


def _offer(office: Office, block: Block, body: PublicBody) -> _Offer:
    try:
        proposal = propose(office, block.key, body.key)
    except NoLimitOnFile as refusal:
        return _Offer(body, why_not=refused(refusal))
    return _Offer(body, proposal.law.mentioned_with_number(page_language()), proposal.binding)


def offered_questions(office: Office, draft: Draft) -> dict[Element, list[Offered]]:
    """Return the questions, grouped by the element of the legal basis that they concern."""
    law = office.library.law(draft.law)
    groups: dict[Element, list[Offered]] = {}
    for number, question in enumerate(_catalogue(office, draft)):
        keys = office.library.question(question.key).disclosable.get(law.key, ())
        one = Offered(question, number, law.cite(keys))
        groups.setdefault(question.element, []).append(one)
    return groups


def languages_offered(office: Office, draft: Draft) -> list[str]:
    """Return the languages in which a letter under the law can be written.

    A live office is not offered unreviewed wordings, but a draft keeps its language until
    someone chooses another.
    """
    law = office.library.law(draft.law)
    barred = office.unreviewed_languages if office.premises.state().live else frozenset()
    known = offering.letter_languages(office.documents, law, LetterKind.REQUEST)
    return [key for key in known if key not in barred - {draft.language}]


def capacities(law: Law) -> dict[str, str]:
    """Return the capacities a law lists, and “none of these”; empty if anyone may ask."""
    kinds = {key: worded(words) for key, words in law.eligibility.kinds.items()}
    return kinds | {NOT_ELIGIBLE: NONE_OF_THESE} if kinds else {}


def choices(office: Office, draft: Draft) -> Mapping[str, dict[str, str]]:
    """Return the choices of a draft's form, by field."""
    return {
        "eligibility": capacities(office.library.law(draft.law)),
        "questions": {asked.key: asked.words for asked in _catalogue(office, draft)},
        "language": {key: language_name(key) for key in languages_offered(office, draft)},
        "supporters": organisations_offered(office),
    }


def organisations_offered(office: Office) -> dict[str, str]:
    """Return the organisations of the library, by key, sorted by name."""
    named = [(key, worded(known.name)) for key, known in office.library.organisations.items()]
    return dict(sorted(named, key=lambda known: known[1]))


def _catalogue(office: Office, draft: Draft) -> tuple[Asked, ...]:
    """Return all catalogue questions that fit, in the draft's language."""
    block, body = office.library.block(draft.block), office.library.body(draft.body)
    fitting = office.library.questions_for(block, body, office.today_at(body.key))
    keys = tuple(question.key for question in fitting)
    return drafts.asked(office, replace(draft, questions=keys, own_questions=()))
