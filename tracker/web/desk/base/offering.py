"""Choices offered to a draft: catalogue questions, capacities, languages, supporters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.base.terms import Channel
from tracker.domain.case.request import NOT_ELIGIBLE, Applicant, Draft
from tracker.domain.events.request.drafted import Enclosure, EnclosureKind
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Law
from tracker.domain.law.questions import Asked
from tracker.services.core.naming import CHANNELS
from tracker.services.core.office import Office
from tracker.services.drafting import asking_for
from tracker.services.drafting.choosing import Stated, askable, propose
from tracker.services.drafting.drafts import request_languages
from tracker.services.letters.request_words import enclosable
from tracker.web.base.filters import item_name, language_name
from tracker.web.base.language import gettext, lazy_gettext, page_language, refused, worded

NONE_OF_THESE = lazy_gettext("None of these. The applicant cannot make a request under this law")


@dataclass(frozen=True, slots=True)
class Offered:
    """A catalogue question as this draft would put it, its short name, and the sections it relies
    on. An optional one says when it is worth adding."""

    asked: Asked
    option: int
    name: str
    cites: tuple[str, ...]
    optional: bool = False
    when: str = ""

    @property
    def brief_cites(self) -> tuple[str, ...]:
        """Return the sections without the word that they share, except at the first."""
        word, _, _ = self.cites[0].partition(" ") if self.cites else ("", "", "")
        return self.cites[:1] + tuple(cite.removeprefix(f"{word} ") for cite in self.cites[1:])


@dataclass(frozen=True, slots=True)
class BodyOffer:
    """A body with the key and names of the law under which it can be asked, and why that law
    applies. `why_not` says why the body cannot be asked today."""

    body: PublicBody
    key: str = ""
    law: str = ""
    title: str = ""
    binding: tuple[Stated, ...] = ()
    why_not: str = ""


def offers(office: Office, block: Block) -> list[BodyOffer]:
    """Return the bodies that can be asked about a block, those named in its story first."""
    return [_offer(office, block, body) for body in askable(office, block)]


def _offer(office: Office, block: Block, body: PublicBody) -> BodyOffer:
    try:
        proposal = propose(office, block.key, body.key)
    except NoLimitOnFile as refusal:
        return BodyOffer(body, why_not=refused(refusal))
    law = proposal.law
    named = law.named(page_language(), in_sentence=True)
    return BodyOffer(body, law.key, named, worded(law.title), proposal.binding)


def offered_questions(office: Office, draft: Draft) -> tuple[Offered, ...]:
    """Return the questions that fit, in the order of the catalogue."""
    law = office.library.law(draft.law)
    return tuple(
        _offered(office, law, asked, number)
        for number, asked in enumerate(_catalogue(office, draft))
    )


def _offered(office: Office, law: Law, asked: Asked, option: int) -> Offered:
    known = office.library.question(asked.key)
    cites = law.cites(known.disclosable.get(law.key, ()))
    when = worded(known.offer_when) if known.offer_when else ""
    name = item_name(known, asked.words)
    return Offered(asked, option, name, tuple(map(worded, cites)), not known.core, when)


def languages_offered(office: Office, draft: Draft) -> list[str]:
    """Return the languages in which a letter under the law can be written.

    A live office is offered only wordings that were reviewed or taken on. A draft keeps its
    language until someone chooses another.
    """
    known = request_languages(office, office.library.law(draft.law))
    return list(dict.fromkeys((*known, draft.language)))


def capacities(law: Law) -> dict[str, str]:
    """Return the capacities a law lists, and “none of these”; empty if anyone may ask."""
    kinds = {key: worded(words) for key, words in law.eligibility.kinds.items()}
    return kinds | {NOT_ELIGIBLE: NONE_OF_THESE} if kinds else {}


def choices(office: Office, draft: Draft, applicant: Applicant) -> Mapping[str, dict[str, str]]:
    """Return the choices of a draft's form, by field."""
    return {
        "eligibility": capacities(office.library.law(draft.law)),
        "questions": {asked.key: asked.words for asked in _catalogue(office, draft)},
        "language": {key: language_name(key) for key in languages_offered(office, draft)},
        "supporters": organisations_offered(office),
        "channels": {each.value: str(gettext(CHANNELS[each.value])) for each in Channel},
        "enclosures": {
            enclosure_key(each): words
            for each, words in enclosable(
                office, draft.block, draft.language, applicant.documents
            ).items()
        },
    }


def enclosure_key(enclosure: Enclosure) -> str:
    """Return how a form names an enclosure."""
    return f"{enclosure.kind.value}:{enclosure.key}"


def enclosure_named(key: str) -> Enclosure:
    """Return the enclosure that a form names. Raises ValueError for one of no kind."""
    kind, _, of = key.partition(":")
    return Enclosure(EnclosureKind(kind), of)


def organisations_offered(office: Office) -> dict[str, str]:
    """Return the organisations of the library, by key, sorted by name."""
    named = [(key, worded(known.name)) for key, known in office.library.organisations.items()]
    return dict(sorted(named, key=lambda known: known[1]))


def _catalogue(office: Office, draft: Draft) -> tuple[Asked, ...]:
    """Return all catalogue questions that fit, in the draft's language."""
    block, body = office.library.block(draft.block), office.library.body(draft.body)
    fitting = office.library.questions_for(block, body, office.today_at(body.key))
    keys = tuple(question.key for question in fitting)
    return asking_for.asked(office, replace(draft, questions=keys, own_questions=()))
