"""A document of the body, identified and quoted: its number, date, signatory and words, and what
it does not show."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from tracker.domain.base.messages import Message
from tracker.domain.base.text import FULL_STOPS, SOURCE
from tracker.domain.case.history import Entry
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import WordsLacking
from tracker.domain.law.pleas import Exemption, RefusalDuty
from tracker.domain.words.pleading import annex_name, as_text
from tracker.domain.words.quotations import in_marks, quoted, unquoted
from tracker.services.letters.paper_dates import identified_by
from tracker.services.letters.pleading.annex_letters import annex_key
from tracker.services.letters.pleading.source import PleadingSource

# Characters of operative words that the summary repeats.
SHORT_QUOTE = 160
# Where the clause of a sentence ends at the latest. A stop in “5 U.S.C.” or “Rs. 500” ends none.
_END_OF_CLAUSE = re.compile(
    r"(?<!\b[A-Za-z])(?<!\bRs)(?<!\bNo)\.|[,;:!?()“”«»۔،؛؟]| (?:and|or|اور|یا) "
)
_AFTER_STOP = re.compile(r"(?<=[.;۔؛])\s+")
# A full stop after these, or after a single letter, does not end a sentence.
_SHORTENED = frozenset(
    {
        "no",
        "nos",
        "rs",
        "art",
        "arts",
        "sec",
        "ref",
        "para",
        "mr",
        "mrs",
        "ms",
        "dr",
        "w.p",
        "c.p",
        "c.a",
    }
)
# Initials with full stops, as in “5 U.S.C. 552”, and what goes on after them.
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}$")
_GOES_ON = re.compile(r"[\d§(a-z]|(?:Department|Government|Congress|Code|Attorney|Constitution)\b")
_ITEMS_NAMED = re.compile(
    r"\b(?:items?|serials?|points?|اجزاء?|جزو)\s+(?:(?:nos?|numbers?)\b\.?\s*|نمبر\s+)?(\(?\d+\)?(?:\s*(?:,|&|and|to|–|-|اور|تا)\s*\(?\d+\)?)*)",
    re.I,
)
# How a document says that it gives a record without a part of it.
_IN_PART = re.compile(
    r"\b(?:without|except|excluding|save|minus|but not)\s+(?:for\s+)?(?:(?:its|the|any|their)\s+)?"
    r"(?:annex|enclosure|attachment|appendi|schedule)|"
    r"\b(?:annex|enclosure|attachment|appendi)\w*\s(?:\w+\s){0,5}?(?:withheld|omitted|removed|exempt|"
    r"retained|(?:kept|held) back|"
    r"not (?:enclosed|given|supplied|attached|included|annexed))|"
    r"\bin part\b|\bpartly\b|\bpartially\b|(?<!not )(?<!not been )\bredacted\b|\bextracts?\b|"
    r"(?<!not )(?<!not been )\b(?:masked|obscured|obliterated|blackened|sanitised|"
    r"(?:blacked|blanked|struck) out)\b|"
    r"\b(?:portions?|parts?|passages?|paragraphs?|names?)\s(?:\w+\s){0,3}?(?:withheld|removed|"
    r"deleted|omitted|hidden|retained|(?:kept|held) back)\b|"
    r"بغیر ضمیم|ضمیم\w* کے بغیر|جزوی",
    re.I,
)
# How it says that it gives the whole.
_NO_PART = re.compile(
    r"\b(?:no|without any)\s(?:\w+\s){0,2}?(?:portion|part|passage|paragraph|name)s?\b", re.I
)
# How a sentence speaks of parts of the records that the sentence before it names.
_PARTS = re.compile(
    r"\b(?:certain|some|a few|sensitive)\s(?:\w+\s)?"
    r"(?:portions|parts|passages|paragraphs|names)\b",
    re.I,
)
# How a sentence refers to the record that the sentence before it is about.
_OF_IT = re.compile(r"\b(?:it|its|thereto|therewith|thereof)\b|اس (?:کا|کے|کی) ", re.I)
_RANGE = re.compile(r"(\d+)\)?\s*(?:to|–|-|تا)\s*\(?(\d+)")
# Before duties that the law words as not met, and before those that it words as they should be.
_FALLS_SHORT = Message("It falls short of what the law requires:")
_NOT_SHOWN = Message("It does not show the following, which the law requires:")
# Words in other letters are not searched.
_NOT_LATIN, _BEGINS = re.compile(r"[\u0370-\u1fff\u3000-\ud7ff]"), r"\b"
# Words of other languages in Latin letters are not searched either: an English reply has one of
# these, and none of those below them.
_ENGLISH = re.compile(r"\b(?:the|of|and|it|under|by|to|for|are|was|that|which|not|would)\b")
_NOT_ENGLISH = re.compile(
    r"\b(?:ke|ki|ka|ko|ne|hai|hain|mein|nahin?|yeh?|aur|ya|wa|kwa|na|ni|za|katika|hii|les|des|que)\b"
)
_LIMB = re.compile(
    r"\([ivx]+\)|\b[ivx]+\b|\d|\b(?:heads?|limbs?|sub-?clauses?|paragraphs?|first|second|third|"
    r"fourth|fifth|sixth|last|former|latter)\b"
)
_ROMAN = re.compile(r"\([ivx]+\)\Z")
_CLAUSE = re.compile(r"\b\d+[a-z]?(?:\(\w+\))+")
_LACKING = Message("The words quoted name {things}.")
_SIGNED_BY = Message("the officer who signed the reply")
_SIGNED_BY_POST = Message("the {post}, who signed the reply,")
_QUOTE_IT = Message("It reads: “[Quote the operative words from {annex}.]”.")


def identified(source: PleadingSource, entry: Entry, *, receipt: bool = True) -> str:
    """Return the number and date of a document, as far as known, and the day of its receipt;
    without `receipt`, that day only where the date is not known."""
    details = source.details_of(entry)
    return identified_by(entry.event, details, source.law, source.locale, receipt=receipt)


def signed_and_quoted(source: PleadingSource, entry: Entry, *, needed: bool) -> Iterator[str]:
    """Yield who signed a document and what it says, each as a sentence.

    Without words, a place for them is yielded if they are `needed`.
    """
    details = source.details_of(entry)
    yield from signed_by(source, entry)
    if details.words:
        yield source.say("It reads: {quote}", quote=quotation(source, details.words))
    elif needed and entry in source.annexed:
        yield source.say(_QUOTE_IT, annex=annex_name(annex_key(entry)))


def signatory(source: PleadingSource, entries: Sequence[Entry]) -> str:
    """Return who signed these documents, as a sentence names one person: by the post, if one is
    known for all."""
    posts = {source.details_of(each).signed_by for each in entries}
    post = posts.pop() if len(posts) == 1 else ""
    named = source.locale.together(_post(post)) if post else ""
    return source.say(_SIGNED_BY_POST, post=named) if named else source.say(_SIGNED_BY)


def signed_by(source: PleadingSource, entry: Entry) -> Iterator[str]:
    """Yield the post that signed a document, as a sentence."""
    if post := source.details_of(entry).signed_by:
        yield source.say(
            "The document is signed by the {post}.", post=source.locale.together(_post(post))
        )


def quotation(source: PleadingSource, words: str) -> str:
    """Return words in quotation marks, for a sentence in the language of the letter."""
    return source.locale.together(quoted(words))


def in_full(source: PleadingSource, words: str) -> str:
    """Return words of a reply in quotation marks, up to the end of the clause in which a document
    has them. Without that document they stand as they were typed."""
    said = unquoted(words)
    for entry in source.plea.replies():
        before, found, rest = source.details_of(entry).words.partition(said)
        if found and not before[-1:].isalnum() and not rest[:1].isalnum():
            return in_marks(said + _END_OF_CLAUSE.split(rest, maxsplit=1)[0].rstrip())
    return in_marks(words)


def passages(source: PleadingSource, entries: Iterable[Entry], named: Iterable[str]) -> list[str]:
    """Return the sentences of documents that have one of these words, each once."""
    wanted = [each.casefold() for each in named]
    said = (each.strip() for e in entries for each in sentences(source.details_of(e).words))
    found = (each for each in said if any(name in each.casefold() for name in wanted))
    return list(dict.fromkeys(found))


def said_on_item(words: str, number: int) -> str:
    """Return the sentence of a document that names an item by its number; empty unless exactly one
    does. The next one is added if it withholds a part “of it”, or “certain portions”."""
    said = [each.strip() for each in sentences(words)]
    found = [n for n, each in enumerate(said) if number in items_in_sentence(each)]
    if len(found) != 1:
        return ""
    own, after = said[found[0]], "".join(said[found[0] + 1 : found[0] + 2])
    if items_in_sentence(after) or not says_in_part(after):
        return own
    of_it = items_in_sentence(own) == {number} and _OF_IT.search(after)
    return f"{own} {after}" if of_it or _PARTS.search(after) else own


def sentences_on_items(words: str) -> list[tuple[str, set[int]]]:
    """Return the sentences of a document, each with the items that it is about: those that it
    names, or those of the part before it to which a semicolon joins it. No item means any."""
    found: list[tuple[str, set[int]]] = []
    for each in sentences(words):
        goes_on = bool(found) and found[-1][0].rstrip().endswith((";", "؛"))
        found.append((each, items_in_sentence(each) or (found[-1][1] if goes_on else set())))
    return found


def says_in_part(sentence: str) -> bool:
    """Return whether a sentence says of any record that it is given without a part of it."""
    return bool(_IN_PART.search(sentence)) and not _NO_PART.search(sentence)


def without_a_part(sentence: str, number: int) -> bool:
    """Return whether a sentence says of an item that it is given without a part of it, as without
    its annexes. A clause that names other items says it of these alone."""
    clauses = [each for each in sentence.split(",") if says_in_part(each)]
    return any(number in (items_in_sentence(each) or {number}) for each in clauses)


def sentences(words: str) -> list[str]:
    """Return the sentences of a document, not cut after a shortened word or a single letter."""
    found: list[str] = []
    for piece in _AFTER_STOP.split(words):
        last = found[-1].split()[-1:] if found else []
        if any(_is_shortened(word, piece) for word in last):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def _is_shortened(last: str, after: str) -> bool:
    """Return whether a word at the end of a piece is shortened, so that the sentence goes on."""
    word = last.rstrip(FULL_STOPS)
    if (len(word) == 1 and word.isalpha()) or word.casefold() in _SHORTENED:
        return True
    return bool(_INITIALS.search(last) and _GOES_ON.match(after))


def sentences_with(words: str, number: str, items: Collection[int]) -> list[str]:
    """Return the sentences of a document that name a clause by its number, each with the parts
    before it that a semicolon joins to it, unless these name a clause or other items only."""
    said, found = sentences(words), []
    for n, each in enumerate(said):
        if number not in each:
            continue
        first = n
        while first and _joined(said[first - 1], items):
            first -= 1
        found.append(" ".join(said[first : n + 1]))
    return found


def _joined(before: str, items: Collection[int]) -> bool:
    """Return whether a part of a sentence belongs to the part after it, which names a clause."""
    named = items_in_sentence(before)
    others = bool(named) and named.isdisjoint(items)
    return before.rstrip().endswith((";", "؛")) and not _CLAUSE.search(before) and not others


def items_in_sentence(sentence: str) -> set[int]:
    """Return the items that a sentence names by number: “items 1, 2 and 5”, “items 1 to 3”."""
    found: set[int] = set()
    for named in _ITEMS_NAMED.findall(sentence):
        found |= {int(each) for each in re.findall(r"\d+", named)}
        for first, last in _RANGE.findall(named):
            found |= set(range(int(first), int(last) + 1))
    return found


def names_all_or_none(source: PleadingSource, entry: Entry) -> bool:
    """Return whether what is quoted of a document names every item of the request or none. If it
    names some, what the document says of the others is not told."""
    named = items_in_sentence(source.details_of(entry).words)
    return not named or all(number in named for number, _ in source.drafted.numbered)


def words_lacking(source: PleadingSource, lacks: Sequence[WordsLacking]) -> Iterator[str]:
    """Yield the sentence on what the replies do not name by the words that the letter quotes."""
    words = words_quoted(source)
    missing = [source.text(each.says) for each in lacks if not _names_one(words, each.none_of)]
    if words and missing:
        first, last = source.locale.listed(missing[:-1]), missing[-1]
        said = source.say("{first} and {last}", first=first, last=last) if first else last
        yield source.say(_LACKING, things=said)


def unnumbered(source: PleadingSource, exemption: Exemption) -> Iterator[str]:
    """Yield the sentence on a clause whose limbs the quoted words of the replies do not number."""
    words, number = words_quoted(source), exemption.cite.in_language(SOURCE).split()[-1]
    # The letter of the clause itself may look like the number of a limb.
    for own in (number, f"clause ({number.rpartition('(')[2]}"):
        words = words.replace(own, "")
    words = _ITEMS_NAMED.sub("", _CLAUSE.sub("", words))
    if exemption.unnumbered and words and not _LIMB.search(words):
        yield source.text(exemption.unnumbered)


def words_quoted(source: PleadingSource) -> str:
    """Return all that was logged of the replies in their own words; empty unless the letter quotes
    each reply, and in English, whose words the law’s file lists."""
    replies = source.plea.replies()
    quotes = [source.details_of(entry).words for entry in replies]
    if not replies or not all(quotes):
        return ""
    events = (entry.event for entry in replies if isinstance(entry.event, Reply))
    own = [words for event in events for words in event.own_words]
    words = " ".join((*quotes, *own)).casefold()
    foreign = not is_latin(words) or _NOT_ENGLISH.search(words)
    return "" if foreign or not _ENGLISH.search(words) else words


def is_latin(words: str) -> bool:
    """Return whether words have no character of another script, whose words are not searched."""
    return not _NOT_LATIN.search(words)


def _names_one(words: str, none_of: Sequence[str]) -> bool:
    """Return whether a word begins with one of these, or a sign among them occurs."""
    found = (rf"{_BEGINS if each[0].isalnum() else ''}{re.escape(each)}" for each in none_of)
    return any(re.search(each.casefold(), words) for each in found)


def clause_named(source: PleadingSource, entry: Entry, exemption: Exemption) -> str:
    """Return a clause as a letter cites it, with the limb that the words of a document name.

    Limbs are shown only where the words name the same ones wherever they name the clause.
    """
    cite = source.text(exemption.cite)
    number = exemption.cite.in_language(SOURCE).split()[-1]
    limbs = _limbs(number, source.details_of(entry).words)
    *before, last = limbs or ("",)
    named = f"{number}{source.locale.listed(before)}"
    found = source.say("{first} and {last}", first=named, last=last) if before else named + last
    return cite.replace(number, found)


def _limbs(number: str, words: str) -> tuple[str, ...]:
    """Return the limbs that words name of a clause; empty if they name others elsewhere, or more
    than can be told: “(1)(a) and (b)”, “(i) to (iv)”, “(i) or (ii)”."""
    limb = (
        rf"(?<!\w\()(?<![\w.]){re.escape(number)}((?:\(\w+\))*)(?!\w)"
        r"((?:\s*(?:,|&|\band\b|\bor\b|\bto\b|/|–|-)\s*\((?:[ivx]+|\w)\))*)"
    )
    found = set(re.findall(limb, words))
    first, more = found.pop() if len(found) == 1 else ("", "")
    if not first or not more:
        return (first,) if first else ()
    others = re.findall(r"\(\w+\)", more)
    if not _ROMAN.search(first) or re.search(r"or|to|[/–-]", more):
        return ()
    # What is no number is another clause: “(e)(i) and (j)”.
    return (first, *(each for each in others if _ROMAN.search(each)))


def _post(signed_by: str) -> str:
    first, _, rest = as_text(signed_by).partition(" ")
    return rest if rest and first.lower() == "the" else as_text(signed_by)


def what_is_missing(
    source: PleadingSource, event: Reply
) -> tuple[str, list[tuple[RefusalDuty, str]]]:
    """Return the sentence before the duties that a notice does not show, and these, each in words.
    One that the law words as not met is that sentence itself."""
    duties = _not_shown(source, event)
    negative = _as_unmet(source, duties)
    said = negative or [source.text(each.says).rstrip(FULL_STOPS) for each in duties]
    for n, each in enumerate(duties):
        cite = source.cite(each.sources)
        said[n] += "" if cite in said[n] else f" ({cite})"
    if len(negative) == 1:
        return f"{said[0]}.", []
    head = source.say(_FALLS_SHORT if negative else _NOT_SHOWN) if duties else ""
    return head, list(zip(duties, said, strict=True))


def _as_unmet(source: PleadingSource, duties: Sequence[RefusalDuty]) -> list[str]:
    """Return for each duty that a notice does not meet it; empty unless the law says it of all."""
    texts = [duty.unmet for duty in duties if duty.unmet]
    language = source.locale.language
    if len(texts) < len(duties) or any(language not in each.languages() for each in texts):
        return []
    return [source.text(each).rstrip(FULL_STOPS) for each in texts]


def _not_shown(source: PleadingSource, event: Reply) -> list[RefusalDuty]:
    """Return what a notice must show and was found not to, unless a ground says so."""
    shown = {duty.key: duty for duty in source.law.refusal_duties if duty.shown_on_notice}
    found = [shown[key] for key in event.lacking if key in shown]
    return [duty for duty in found if not _argued(source, duty)]


def _argued(source: PleadingSource, duty: RefusalDuty) -> bool:
    """Return whether a ground of this remedy says that a refusal does not do what it must."""
    argued = {
        point.when
        for point in source.law.points
        if point.letter is LetterKind.APPEAL and not source.elsewhere(point.stages)
    }
    return not source.by_letter and duty.raises in argued & source.pleaded.keys()
