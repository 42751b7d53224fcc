"""What the words of an order say: the post that it binds, and the items that it names."""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from tracker.domain.base.terms import RequiredPaper
from tracker.services.letters.enforcing.time_allowed import day_named_in
from tracker.services.letters.pleading.quoting import items_in_sentence, sentences


class SearchPaper(StrEnum):
    """What an order can call the document that it requires on a search."""

    CERTIFICATE = "certificate"
    STATEMENT = "statement"
    DECLARATION = "declaration"
    REPORT = "report"


# A post as an order writes it. A name of a person has none of these words.
_POSTS = re.compile(
    r"\b(?:Officer|Official|Secretary|Director|Chairman|Chairperson|Registrar|Manager|Head|"
    r"Commissioner|Chief)\b"
)
_WORD = r"(?:[A-Z][\w’'-]*|\([^()]*\))"
_TITLE = rf"({_WORD}(?: (?:{_WORD}|of|for|and|the))*)"
# The body whose post it is, between commas.
_OF_BODY = r"(?:, [^,;.]+,)?"
_MUST = r"(?:shall|must|is (?:hereby )?(?:directed|ordered|required))"
_BOUND = (
    re.compile(rf"\b[Tt]he {_TITLE}{_OF_BODY} {_MUST}\b"),
    re.compile(
        rf"\b(?:[Dd]irects?|[Dd]irected|[Oo]rders?|[Oo]rdered) the {_TITLE}{_OF_BODY} to\b"
    ),
)
_ORDERED = re.compile(
    r"\b(?:shall|must|directs?|directed|ordered|required|is to|are to)\b|جائے|جائیں|کرے\b|"
    r"کریں\b|ہدایت",
    re.I,
)
_SUPPLIED = re.compile(
    r"\b(?:suppl(?:y|ied)|provided?|given?|furnish(?:ed)?|disclosed?|shared?)\b|"
    r"فراہم|مہیا|دیے جائیں|دی جائیں|دیا جائے|دی جائے",
    re.I,
)
# How an order requires that copies be certified. A certified copy of the order itself, and a
# certificate that something was done, are no certificate of the copies.
_RECORDS = r"(?:cop(?:y|ies)|records?|documents?|extracts?)"
_OF_COPIES = (
    rf"\bcertified\s+(?:\w+\s+){{0,3}}?{_RECORDS}\b"
    r"(?!\s+of\s+(?:this|the|its)\s+(?:\w+\s+)?(?:order|decision|judgment)\b)",
    rf"\b{_RECORDS}\b[^.;]*\bcertified\b(?!\s+(?:that|statement|(?:\w+\s+)?cop(?:y|ies)))",
    r"\bwith\s+(?:a|the|its|their)\s+certificates?\b(?!\s+(?:that|to the effect|of))",
    r"\bcertificates?\s+(?:of|on|for|with|to)\s+(?:(?:the|each|all|true|these|those|such)\s+)*"
    rf"{_RECORDS}\b",
    r"\bcertif\w+\b(?:(?!\bsearch)[^.;])*\bsection 13\(3\)",
    r"\bsection 13\(3\)(?:(?!\bsearch)[^.;])*\bcertif",
    r"(?<!حکم کی )(?<!فیصلے کی )مصدقہ\s+(?:نقل|نقول|کاپی|ریکارڈ|دستاویز)",
    r"(?:نقول|نقل|نقلوں|ریکارڈ|دستاویزات)\s+(?:کا|کے|کی)\s+"
    r"(?:ساتھ\s+|ہمراہ\s+)?تصدیق نام(?:ہ|ے)(?!\s+کہ)",
)
# An affidavit of search is an affidavit, and certified copies are no certificate of a search.
_BEFORE_SEARCH = r"(?:(?!\baffidavit|\boath\b|\bcop(?:y|ies)\b)[^.;])*?"
# The documents that an order can require beside the records.
_PAPERS = {
    RequiredPaper.CERTIFICATE: re.compile("|".join(_OF_COPIES), re.I),
    RequiredPaper.AFFIDAVIT: re.compile(r"\baffidavits?\b|\bon oath\b|حلف نام|بیانِ حلفی", re.I),
    RequiredPaper.SEARCH: re.compile(
        r"\b(?:certificates?|certified|certify|statements?|declarations?)\b"
        rf"{_BEFORE_SEARCH}\bsearch(?:ed|es)?\b|\breports? (?:of|on) (?:the |a |its )?search\b|"
        r"تلاش[^۔؛]*(?:تصدیق نام|سرٹیفکیٹ|تحریری بیان)|"
        r"(?:تصدیق نام|سرٹیفکیٹ|تحریری بیان)(?:(?!حلف)[^۔؛])*تلاش",
        re.I,
    ),
    RequiredPaper.REPORT: re.compile(
        r"\bcompliance report|\breports? (?:of|on|its|his|her|the) compliance|\breport compliance|"
        r"\bcompliance\b[^.;]{0,24}\breported\b|"
        r"تعمیلی رپورٹ|تعمیل کی رپورٹ|عمل درآمد کی رپورٹ",
        re.I,
    ),
}
_SEARCH = re.compile(r"\bsearch|تلاش", re.I)
# How an order has an officer come or explain in person, and the party of whom it may say this too.
_IN_PERSON = re.compile(
    r"\bin person\b|\bpersonally\b|\bpersonal (?:appearance|attendance|explanation)\b|"
    r"اصالت|ذاتی (?:طور پر|حیثیت)",
    re.I,
)
_OTHER_PARTY = re.compile(r"\b(?:appellant|applicant|complainant)\b|اپیل کنندہ|درخواست گزار", re.I)
# What an order calls the document that it requires on a search: its word, in English and in Urdu.
_CALLED = {
    SearchPaper.CERTIFICATE: re.compile(r"\bcertificates?\b|تصدیق نام|سرٹیفکیٹ", re.I),
    SearchPaper.STATEMENT: re.compile(r"\bstatements?\b|تحریری بیان", re.I),
    SearchPaper.DECLARATION: re.compile(r"\bdeclarations?\b", re.I),
    SearchPaper.REPORT: re.compile(r"\breports?\b", re.I),
}
_ON_SEARCH = (
    r"(?:an?|the)\s+(?:certificates?|statements?|declarations?|affidavits?|reports?)"
    r"(?:\W+\w+){0,5}?\W+search"
)
# Where a sentence goes on to another thing that is to be done.
_NEXT_DUTY = re.compile(
    r";|,\s+(?=(?:shall|must)\b)|"
    r",?\s+and\s+(?=(?:shall|must|to|is|are|file|report|state|submit|search|explain)\b)|"
    # A document on a search beside the records, with items of its own.
    rf",?\s+(?:together\s+|along\s+)?with\s+(?={_ON_SEARCH})|"
    rf",?\s+and\s+(?={_ON_SEARCH}[^.;]*\bitems?\b)",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not|no|nothing|dismissed|rejected|refused|exempt|except)\b|"
    r"نہیں|نہ ہو|مسترد|خارج|سوائے|علاوہ|مستثن",
    re.I,
)
# How an order requires an affidavit only for a record that is said to be absent.
_IF_ABSENT = re.compile(
    r"\b(?:for|of|on|in respect of|with respect to|regarding|concerning|as to|about|if|where|"
    r"should|in case)\b[^.;]*\b(?:not (?:held|to exist|exist|available|traceable|found|be found|"
    r"be traced)|no longer (?:held|exist)|missing|lost|untraceable|non-?existent)|"
    r"(?:موجود|دستیاب) نہ",
    re.I,
)
# How an order says beforehand that a statement without more is no compliance.
_BARE = re.compile(
    r"\b(?:bare|mere(?:ly)?|simpl[ey]|unsupported)\s+"
    r"(?:stat|assert|claim|den(?:y|ial)|say|plea|repl|declar|averment)",
    re.I,
)
_NO_USE = re.compile(r"\b(?:not|no|cannot|insufficient|without)\b", re.I)


def statements_rejected(words: str) -> tuple[str, ...]:
    """Return the sentences of an order by which a bare statement is no compliance with it."""
    said = (each.strip() for each in sentences(words))
    return tuple(each for each in said if _BARE.search(each) and _NO_USE.search(each))


def names_other_posts(words: str, head: str) -> bool:
    """Return whether an order names a post besides that of the head of the body, or is in letters
    in which no post is found."""
    others = re.sub(rf"\bthe {re.escape(head)}\b", "", words, flags=re.I) if head else words
    return bool(_POSTS.search(others)) or not re.search("[A-Za-z]", words)


def officer_named(words: str) -> str:
    """Return the post that an order binds, as its words name it; empty if they name no post."""
    found = (each for pattern in _BOUND for each in pattern.findall(words))
    return next((each for each in found if _POSTS.search(each)), "")


def is_head_of(body: str, named: str, head: str) -> bool:
    """Return whether a post is that of the head of a body, after words of the body’s name: the
    Cabinet Secretary of the Cabinet Division."""
    before = named.removesuffix(head).split() if head and named.endswith(head) else []
    return bool(before) and set(before) <= set(body.split())


def papers_required(words: str) -> tuple[RequiredPaper, ...]:
    """Return the documents that an order requires beside the records, as far as its words name
    them where they say what is to be done."""
    ordered = [s for s in sentences(words) if _ORDERED.search(s) or not re.search("[A-Za-z]", s)]
    ordered = [s for s in ordered if s.strip() not in statements_rejected(s)]
    clauses = [clause for each in ordered for clause in _NEXT_DUTY.split(each)]
    return tuple(e for e, named in _PAPERS.items() if any(map(named.search, clauses)))


def search_ordered_on(words: str) -> frozenset[int]:
    """Return the items for which an order requires a certificate or a statement on the search."""
    named = _PAPERS[RequiredPaper.SEARCH]
    ordered = (s for s in sentences(words) if RequiredPaper.SEARCH in papers_required(s))
    clauses = (c for s in ordered for c in _NEXT_DUTY.split(s))
    about = (c for c in clauses if named.search(c) or _SEARCH.search(c))
    return frozenset(number for each in about for number in items_in_sentence(each))


def sworn_on(words: str) -> frozenset[int]:
    """Return the items that an order names where it requires an affidavit."""
    sworn = _clauses_with(words, RequiredPaper.AFFIDAVIT)
    return frozenset(number for each in sworn for number in items_in_sentence(each))


def days_of_papers(words: str) -> dict[RequiredPaper, date]:
    """Return the fixed day by which an order requires each document, as far as it names one."""
    found = {
        paper: {day for each in _clauses_with(words, paper) if (day := day_named_in(each))}
        for paper in papers_required(words)
    }
    return {paper: days.pop() for paper, days in found.items() if len(days) == 1}


def ordered_in_person(words: str) -> tuple[str, ...]:
    """Return the words by which an order has an officer of the body come or explain in person."""
    ordered = (s for s in sentences(words) if _ORDERED.search(s) or not re.search("[A-Za-z]", s))
    clauses = (c.strip() for s in ordered for c in _NEXT_DUTY.split(s))
    return tuple(
        each
        for each in clauses
        if _IN_PERSON.search(each) and not _OTHER_PARTY.search(each) and not _NOT.search(each)
    )


def _clauses_with(words: str, paper: RequiredPaper) -> Iterator[str]:
    """Yield the clauses by which an order requires a document."""
    for sentence in sentences(words):
        if paper in papers_required(sentence):
            yield from (c for c in _NEXT_DUTY.split(sentence) if _PAPERS[paper].search(c))


def search_paper_named(words: str) -> SearchPaper | None:
    """Return what an order calls the document that it requires on a search; None if it requires
    none, or calls it by more than one word."""
    found = {
        _called(clause, named)
        for clause in _clauses_with(words, RequiredPaper.SEARCH)
        for named in _PAPERS[RequiredPaper.SEARCH].finditer(clause)
    }
    return found.pop() if len(found) == 1 else None


def _called(clause: str, named: re.Match[str]) -> SearchPaper:
    """Return the word that is nearest to the search where a clause names a document on it: in
    English the word comes first. What someone is to certify is a certificate."""
    english = bool(re.search("[A-Za-z]", clause))
    start, end = named.span() if english else (0, len(clause))
    search = next(each for each in _SEARCH.finditer(clause) if each.end() > named.start())
    near = {
        abs(each.start() - search.start()): called
        for called, word in _CALLED.items()
        for each in word.finditer(clause, start, end)
    }
    return near[min(near)] if near else SearchPaper.CERTIFICATE


def affidavit_if_absent(words: str) -> bool:
    """Return whether an order requires an affidavit, and only for records said to be absent."""
    ordered = (c for s in sentences(words) if _ORDERED.search(s) for c in _NEXT_DUTY.split(s))
    sworn = [each for each in ordered if _PAPERS[RequiredPaper.AFFIDAVIT].search(each)]
    return bool(sworn) and all(map(_IF_ABSENT.search, sworn))


def supplied_by_order(words: str) -> frozenset[int]:
    """Return the items that an order names as to be supplied. None are returned if a sentence of
    that kind leaves something out or names no item, because the order may then cover more."""
    ordered = (s for s in sentences(words) if _ORDERED.search(s) and _SUPPLIED.search(s))
    supplied = [c for s in ordered for c in _NEXT_DUTY.split(s) if _SUPPLIED.search(c)]
    if any(_NOT.search(each) or not items_in_sentence(each) for each in supplied):
        return frozenset()
    return frozenset(number for each in supplied for number in items_in_sentence(each))
