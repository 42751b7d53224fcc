"""Requests to a body of each role under each law of the library, in each language of its letters.

No body of some roles is in the library, so tests give a body of the law that role.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from tests.offices import the_library
from tracker.documents.press import Press
from tracker.domain.case.request import Applicant, Draft
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import Law
from tracker.domain.law.questions import Asked
from tracker.domain.library import Library
from tracker.domain.words.letter import Letter
from tracker.services.core.office import LetterContext
from tracker.services.drafting.asking_for import asked
from tracker.services.drafting.draft_letters import preview_draft
from tracker.settings import templates_folder
from tracker.translations import locale

X = "pk-x-2024"
ROLES = tuple(role for role in Role if role is not Role.APPEAL_BODY)
PERSON = Applicant("Amina Example", "12 Garden Road\nLahore", "amina@example.org")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Written:
    """A request with what was asked in it."""

    name: str
    law: Law
    role: Role
    language: str
    asked: tuple[Asked, ...]
    letter: Letter


@cache
def press() -> Press:
    return Press(templates_folder() / "letters", None)


def _library(law: Law, role: Role) -> tuple[Library, PublicBody]:
    """The library with the block of X in the country of a law, and a body of the role."""
    shipped = the_library()
    like = next(body for body in shipped.bodies.values() if law.key in body.laws)
    body = replace(like, role=role)
    block = replace(shipped.block(X), country=law.country)
    bodies = dict(shipped.bodies) | {body.key: body}
    return replace(shipped, bodies=bodies, blocks=dict(shipped.blocks) | {X: block}), body


def request_to(law: Law, role: Role, language: str, optional: int = 0) -> Written:
    """A request for the core, and for so many of the longest optional items."""
    library, body = _library(law, role)
    found = library.questions_for(library.block(X), body, NOW.date())
    extra = sorted(
        (each for each in found if not each.core),
        key=lambda each: -len(str(each.wording[role].in_language(language))),
    )
    keys = [each.key for each in found if each.core] + [each.key for each in extra[:optional]]
    draft = Draft(
        reference="abcd2345",
        version=0,
        block=X,
        body=body.key,
        law=law.key,
        language=language,
        eligibility=next(iter(law.eligibility.kinds), ""),
        questions=tuple(keys),
    )
    office = LetterContext(press(), library, lambda: NOW, locale, 10)
    name = f"{language}-{law.key}-{role.value}"
    letter = preview_draft(office, draft, PERSON)
    return Written(name, law, role, language, asked(office, draft), letter)


@cache
def all_requests(optional: int = 0) -> tuple[Written, ...]:
    return tuple(_each(optional))


def _asked_in(law: Law, role: Role) -> tuple[str, ...]:
    """The languages in which a body of this role can be asked under a law. A language of letters
    alone has words for some roles only."""
    core = (question for question in the_library().questions.values() if question.core)
    asked = [words for question in core if (words := question.asked_of(role))]
    return tuple(
        language for language in law.languages if all(language in w.languages() for w in asked)
    )


def _each(optional: int) -> Iterator[Written]:
    for law in the_library().laws.values():
        for role in ROLES:
            for language in _asked_in(law, role):
                yield request_to(law, role, language, optional)
