"""Missing translations: of what letters need in the law's languages, and pages in theirs."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import NamedTuple

from tracker.domain.base.text import SOURCE, Text
from tracker.domain.law.authority import Authority
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Law, Stage
from tracker.domain.law.power import Power
from tracker.domain.law.questions import Question
from tracker.domain.library import Library
from tracker.lawfiles.faults import Complaints


class Lacking(NamedTuple):
    """A missing translation beside the laws: folder, key, place and message."""

    folder: str
    key: str
    place: str
    message: str


def languages_missing_in(law: Law, pages_in: Collection[str]) -> Complaints:
    """Yield a law's texts for letters and pages that lack one of its languages.

    What pages alone show is wanted only in those of its languages that are in `pages_in`.
    """
    for place, text in _said_in_letters(law):
        for message in _lacks(text, law.languages):
            yield place, message
    of_pages = tuple(each for each in law.languages if each in pages_in)
    for place, text in _said_on_pages(law):
        for message in _lacks(text, of_pages, "pages are made"):
            yield place, message


def languages_missing_beside(library: Library) -> Iterator[Lacking]:
    """Yield missing translations of bodies, by their laws, and of powers, questions and
    authorities, by their country. A question of no country is asked under every law."""
    for key, body in library.bodies.items():
        laws = [law for law in library.laws.values() if law.key in body.laws]
        for place, text in _said_of_body(body):
            for message in _lacks(text, _languages(laws)):
                yield Lacking("bodies", key, f"body.{key}.{place}", message)
    for key, power in library.powers.items():
        laws = [law for law in library.laws.values() if law.country == power.country]
        for place, text in _said_of_power(power):
            for message in _lacks(text, _languages(laws)):
                yield Lacking("powers", key, f"power.{key}.{place}", message)
    for key, question in library.questions.items():
        country = question.country
        laws = [law for law in library.laws.values() if country in ("", law.country)]
        for place, text in _said_of_question(question):
            for message in _lacks(text, _languages(laws)):
                yield Lacking("questions", key, f"question.{key}.{place}", message)
    yield from _missing_in_authorities(library)


def _missing_in_authorities(library: Library) -> Iterator[Lacking]:
    """Yield missing translations of authorities; one without a country may be cited anywhere."""
    for key, authority in library.authorities.items():
        laws = [law for law in library.laws.values() if authority.country in ("", law.country)]
        for place, text in _said_of_authority(authority):
            for message in _lacks(text, _languages(laws)):
                yield Lacking("authorities", key, f"authority.{key}.{place}", message)


def _languages(laws: list[Law]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(language for law in laws for language in law.languages))


def _lacks(
    text: Text, languages: tuple[str, ...], what_is: str = "letters are written"
) -> Iterator[str]:
    for language in dict.fromkeys((SOURCE, *languages)):
        if language not in text.languages():
            yield f"has no words in “{language}”, and {what_is} in it."


def _said_in_letters(law: Law) -> Iterator[tuple[str, Text]]:
    """Yield every text of a law that a letter may contain, with its place in the file."""
    yield "title", law.title
    if law.number:
        yield "number", law.number
    yield "eligibility.says", law.eligibility.says
    for kind, text in law.eligibility.kinds.items():
        yield f"eligibility.kinds.{kind}", text
    for key, provision in law.provisions.items():
        yield f"provision.{key}.cite", provision.cite
    for key, stage in law.stages.items():
        yield from _said_of_stage(f"stage.{key}", stage)
    yield from _numbered("refusal_duty", "says", (each.says for each in law.refusal_duties))
    yield from _numbered("point", "says", (each.says for each in law.points))
    for table, said in _said_in_pleadings(law):
        for place, text in texts_in(said):
            yield f"{table}.{place}", text


def _said_in_pleadings(law: Law) -> Iterator[tuple[str, object]]:
    """Yield what is written only for pleadings, with its table."""
    yield from ((f"exemption[{n}]", each) for n, each in enumerate(law.exemptions, start=1))
    yield from ((f"relief[{n}]", each) for n, each in enumerate(law.reliefs, start=1))
    yield from ((f"forum[{n}]", each) for n, each in enumerate(law.forums, start=1))
    yield from ((f"declaration[{n}]", each) for n, each in enumerate(law.declarations, start=1))
    titled = ((n, each.title) for n, each in enumerate(law.points, start=1) if each.title)
    yield from ((f"point[{n}]", {"title": title}) for n, title in titled)


def texts_in(said: object) -> Iterator[tuple[str, Text]]:
    """Yield every text of one table, at any depth, with its place in the table."""
    if isinstance(said, Mapping):
        entries = [(str(key), each) for key, each in said.items()]
    elif isinstance(said, tuple):
        entries = [(str(n), each) for n, each in enumerate(said, start=1)]
    elif is_dataclass(said):
        entries = [(each.name, getattr(said, each.name)) for each in fields(said)]
    else:
        return
    for word, each in entries:
        if isinstance(each, Text):
            yield word, each
        else:
            yield from ((f"{word}.{place}", text) for place, text in texts_in(each))


def _said_on_pages(law: Law) -> Iterator[tuple[str, Text]]:
    """Yield every text of a law that a page sets into a sentence and no letter contains."""
    for key, stage in law.stages.items():
        yield from _numbered(f"stage.{key}.gap", "why", (gap.why for gap in stage.gaps))


def _said_of_stage(place: str, stage: Stage) -> Iterator[tuple[str, Text]]:
    yield f"{place}.title", stage.title
    for word, text in (("office", stage.office), ("court", stage.court)):
        if text:
            yield f"{place}.{word}", text
    if stage.silence:
        yield f"{place}.silence.says", stage.silence.says
    if stage.extension:
        grounds = (ground.says for ground in stage.extension.grounds)
        yield from _numbered(f"{place}.extension.ground", "says", grounds)


def _numbered(table: str, word: str, texts: Iterable[Text]) -> Iterator[tuple[str, Text]]:
    return ((f"{table}[{n}].{word}", text) for n, text in enumerate(texts, start=1))


def _said_of_body(body: PublicBody) -> Iterator[tuple[str, Text]]:
    yield "name", body.name
    yield "address_to", body.address_to
    if body.review_to:
        yield "review_to", body.review_to


def _said_of_question(question: Question) -> Iterator[tuple[str, Text]]:
    for role, words in question.wording.items():
        yield f"wording.{role.value}", words
    if question.short:
        yield "short", question.short
    if question.offer_when:
        yield "offer_when", question.offer_when


def _said_of_power(power: Power) -> Iterator[tuple[str, Text]]:
    yield "statute", power.statute
    yield "cite", power.cite
    yield "says", power.says


def _said_of_authority(authority: Authority) -> Iterator[tuple[str, Text]]:
    yield "cite", authority.cite
    yield "holds", authority.holds
    for key, text in authority.holdings.items():
        yield f"holdings.{key}", text
    for word in ("court", "qualifier", "distinguished"):
        if text := getattr(authority, word):
            yield word, text
