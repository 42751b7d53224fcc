"""Missing translations: of what letters need in the law's languages, and pages in theirs."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from tracker.domain.base.text import SOURCE, Text, texts_in
from tracker.domain.events.correspondence.letter_finalised import (
    LETTERS_TO_THE_BODY,
    REMEDY_LETTERS,
)
from tracker.domain.law.authority import Authority
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import Law, LetterKind, Stage
from tracker.domain.law.petition import Petition
from tracker.domain.law.power import Power
from tracker.domain.law.questions import Question, QuestionWords
from tracker.domain.library import Library
from tracker.lawfiles.faults import Complaints, suggestion
from tracker.services.core.i18n import SpokenLanguages

# Words of questions in a language of letters, one file for each language.
WORDINGS = "questions/wordings"


class Lacking(NamedTuple):
    """A missing translation beside the laws: folder, key, place and message."""

    folder: str
    key: str
    place: str
    message: str


def languages_missing_in(law: Law, spoken: SpokenLanguages) -> Complaints:
    """Yield a law's texts for letters and pages that lack one of its languages.

    Texts that only pages show are needed only in languages of the pages. A language of letters
    alone needs only the texts of its letters.
    """
    for language in law.languages:
        yield from (("languages", why) for why in _wordings_missing(language, spoken))
    whole = tuple(each for each in law.languages if each not in spoken.letters)
    for place, text in _said_in_letters(law):
        for message in _lacks(text, whole):
            yield place, message
    for language in law.languages:
        if language in spoken.letters:
            for place, text in said_to_the_body(law, spoken.letters[language]):
                for message in _lacks(text, (language,)):
                    yield place, message
    of_pages = tuple(each for each in law.languages if each in spoken.pages)
    for place, text in _said_on_pages(law):
        for message in _lacks(text, of_pages, "pages are made"):
            yield place, message


def _wordings_missing(language: str, spoken: SpokenLanguages) -> Iterator[str]:
    """Yield what is wrong with the wordings in a language of letters alone."""
    if language not in spoken.letters:
        return
    kinds = spoken.letters[language]
    if LetterKind.REQUEST not in kinds:
        yield f"name “{language}”, and the request has no wording in it."
    for kind in sorted(kinds - LETTERS_TO_THE_BODY - {*REMEDY_LETTERS}):
        yield (
            f"name “{language}”, in which no pages are made: remove the wording “{kind}”, whose "
            "words are those of pages too."
        )


def languages_missing_beside(
    library: Library, spoken: SpokenLanguages, english_enough: Collection[str] = ()
) -> Iterator[Lacking]:
    """Yield missing translations of bodies, by their laws, and of powers, questions and
    authorities, by their country. A question of no country is asked under every law.

    A language of letters alone needs the bodies that are asked, and the questions to bodies of
    their roles. The bodies in `english_enough` need only English.
    """
    for key, body in library.bodies.items():
        bound = () if key in english_enough else body.laws
        laws = [law for law in library.laws.values() if law.key in bound]
        for place, said in _said_of_body(body, _languages(laws), spoken):
            yield from _lacking("bodies", key, f"body.{key}.{place}", *said)
    for key, power in library.powers.items():
        laws = [law for law in library.laws.values() if law.country == power.country]
        for place, text in _said_of_power(power):
            languages = _pleaded_in(laws, spoken)
            yield from _lacking("powers", key, f"power.{key}.{place}", text, languages)
    for key, question in library.questions.items():
        for place, said in _said_of_question(question, library, spoken):
            yield from _lacking("questions", key, f"question.{key}.{place}", *said)
    for key, petition in library.petitions.items():
        for place, text in _said_of_petition(petition):
            yield from _lacking("petitions", key, place, text, petition.languages)
    for key, authority in library.authorities.items():
        # One without a country may be cited anywhere.
        laws = [law for law in library.laws.values() if authority.country in ("", law.country)]
        for place, text in _said_of_authority(authority):
            languages = _pleaded_in(laws, spoken)
            yield from _lacking("authorities", key, f"authority.{key}.{place}", text, languages)


# A text, and the languages in which letters may contain it.
_Said = tuple[Text, tuple[str, ...]]


def _lacking(
    folder: str, key: str, place: str, text: Text, languages: tuple[str, ...]
) -> Iterator[Lacking]:
    for message in _lacks(text, languages):
        yield Lacking(folder, key, place, message)


def _pleaded_in(laws: Iterable[Law], spoken: SpokenLanguages) -> tuple[str, ...]:
    """Return the languages of pleadings under these laws."""
    return tuple(each for each in _languages(laws) if each not in spoken.letters)


def _languages(laws: Iterable[Law]) -> tuple[str, ...]:
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
    for n, duty in enumerate(law.refusal_duties, start=1):
        for place, text in texts_in(duty):
            yield f"refusal_duty[{n}].{place}", text
    yield from _numbered("point", "says", (each.says for each in law.points))
    for table, said in _said_in_pleadings(law):
        for place, text in texts_in(said):
            yield f"{table}.{place}", text


def said_to_the_body(law: Law, kinds: Collection[LetterKind]) -> Iterator[tuple[str, Text]]:
    """Yield every text of a law that letters of these kinds to the body that is asked may
    contain, with its place in the file. The request is always one of them.

    The letter of a remedy needs no text: without words it is in English."""
    kinds = {LetterKind.REQUEST, *LETTERS_TO_THE_BODY.intersection(kinds)}
    yield "title", law.title
    if law.number and len(kinds) > 1:
        yield "number", law.number
    for kind, text in law.eligibility.kinds.items():
        yield f"eligibility.kinds.{kind}", text
    for n, point in enumerate(law.points, start=1):
        if point.letter in kinds:
            yield f"point[{n}].says", point.says
    if LetterKind.EXTENSION_CHALLENGED in kinds:
        yield from _said_of_extensions(law)


def _said_of_extensions(law: Law) -> Iterator[tuple[str, Text]]:
    cited: dict[str, Text] = {}
    for key, stage in law.stages.items():
        if stage.extension:
            grounds = (ground.says for ground in stage.extension.grounds)
            yield from _numbered(f"stage.{key}.extension.ground", "says", grounds)
            cited |= {source: law.provisions[source].cite for source in stage.extension.sources}
    for key, cite in cited.items():
        yield f"provision.{key}.cite", cite


def _said_in_pleadings(law: Law) -> Iterator[tuple[str, object]]:
    """Yield what is written only for pleadings, with its table."""
    yield from ((f"exemption[{n}]", each) for n, each in enumerate(law.exemptions, start=1))
    yield from ((f"relief[{n}]", each) for n, each in enumerate(law.reliefs, start=1))
    yield from ((f"forum[{n}]", each) for n, each in enumerate(law.forums, start=1))
    yield from ((f"declaration[{n}]", each) for n, each in enumerate(law.declarations, start=1))
    titled = ((n, each.title) for n, each in enumerate(law.points, start=1) if each.title)
    yield from ((f"point[{n}]", {"title": title}) for n, title in titled)


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


def _said_of_body(
    body: PublicBody, languages: tuple[str, ...], spoken: SpokenLanguages
) -> Iterator[tuple[str, _Said]]:
    pleaded = tuple(each for each in languages if each not in spoken.letters)
    wanted = pleaded if body.role is Role.APPEAL_BODY else languages
    yield "name", (body.name, wanted)
    yield "address_to", (body.address_to, wanted)
    if body.review_to:
        yield "review_to", (body.review_to, pleaded)


def _said_of_question(
    question: Question, library: Library, spoken: SpokenLanguages
) -> Iterator[tuple[str, _Said]]:
    laws = [law for law in library.laws.values() if question.fits_law(law.country, law.key)]
    pleaded = _pleaded_in(laws, spoken)
    for role, words in question.wording.items():
        asked = [law for law in laws if _asks(library, law, role)]
        alone = tuple(each for each in _languages(asked) if each in spoken.letters)
        yield f"wording.{role.value}", (words, (*pleaded, *alone))
    for word in ("short", "offer_when"):
        if text := getattr(question, word):
            yield word, (text, pleaded)


def stray_words(words: QuestionWords, questions: Mapping[str, Question]) -> Complaints:
    """Yield the words for questions that are not in the library, or not for that role."""
    for role, said in words.wording.items():
        for key in said:
            place = f"wording.{role.value}.{key}"
            if key not in questions:
                yield place, f"no question has the key “{key}”. {suggestion(key, questions)}"
            elif role not in questions[key].wording:
                yield place, f"the question is not for a body that is “{role.value}”."


def _asks(library: Library, law: Law, role: Role) -> bool:
    """Return whether the library has a body of that role that a law binds."""
    return any(law.key in body.laws and body.role is role for body in library.bodies.values())


def _said_of_petition(petition: Petition) -> Iterator[tuple[str, Text]]:
    yield "title", petition.title
    yield "opening", petition.opening
    for line, text in petition.lines.items():
        yield f"lines.{line.value}", text
    if petition.cite:
        yield "cite", petition.cite


def _said_of_power(power: Power) -> Iterator[tuple[str, Text]]:
    yield "statute", power.statute
    yield "cite", power.cite
    yield "says", power.says


def _said_of_authority(authority: Authority) -> Iterator[tuple[str, Text]]:
    yield "cite", authority.cite
    yield "holds", authority.holds
    for key, text in authority.holdings.items():
        yield f"holdings.{key}", text
    for word in ("court", "qualifier", "distinguished", "limit"):
        if text := getattr(authority, word):
            yield word, text
