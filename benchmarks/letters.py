"""A letter from its history to the bytes of a DOCX: ours, and docxtpl setting the same words."""

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

from benchmarks.databases import found
from benchmarks.measuring import Job, Line, Sizes, Spread, interleaved, ratio, require_equal
from benchmarks.rival_template import Context, context_of, template_of
from tests.offices import AYESHA, BY, Clock, a_paper, a_request, an_office, received
from tracker.domain.base.days import DaySpan
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import Letter
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.drafting.choosing import propose
from tracker.services.letters.letter_facts import compose
from tracker.services.ports.cases import CaseFile

AT_MOST = 1.2
# The smaller the paper, the less docxtpl has to carry: this is the rival at its quickest.
LEAN = "docxtpl on our paper"
RECORDS = 6
BLOCK, BODY = "pk-x-2024", "pk-pta"
SENT, RECEIVED = date(2024, 2, 19), date(2024, 2, 26)
# Opened with LibreOffice, the reminder and the request have two pages each.
KINDS = (
    (LetterKind.REMINDER, "reminder of two pages"),
    (LetterKind.REQUEST, "request of two pages"),
)


def letters(sizes: Sizes) -> Iterator[Line]:
    """Return the ratio for each letter, and the times behind it."""
    with TemporaryDirectory() as name:
        folder, url = Path(name), f"sqlite:///{name}/tracker.sqlite3"
        found(url, folder)
        with an_office(folder, url=url) as (office, clock):
            reference = _on_file(office, clock)
            with office.cases.look(reference) as case:
                for kind, called in KINDS:
                    yield from _compared(office, case, kind, called, sizes)


def _compared(
    office: Office, case: CaseFile, kind: LetterKind, name: str, sizes: Sizes
) -> Iterator[Line]:
    def ours() -> bytes:
        return office.documents.docx(compose(office, case, kind), RECEIVED)

    ways = {"ours": ours, **_rivals(office, compose(office, case, kind), ours())}
    words = words_of(ours())
    for way, make in ways.items():
        require_equal(f"the words of the {name} by {way}", words_of(make()), words)
    jobs = [Job(_times(make, sizes.repeats), sizes.repeats) for make in ways.values()]
    seconds = dict(zip(ways, interleaved(sizes.rounds, jobs), strict=True))
    spread = ratio(seconds["ours"], seconds[LEAN])
    yield Line(
        f"letter, {name}, {len(words)} words: ours / {LEAN}",
        spread.said("times the time"),
        f"at most {AT_MOST}",
        spread.middle <= AT_MOST,
    )
    for way, rounds in seconds.items():
        yield Line(f"letter, {name}: {way}", Spread.of(rounds).said("ms", 1e3))


def _rivals(office: Office, letter: Letter, ours: bytes) -> dict[str, Callable[[], bytes]]:
    """Return docxtpl with a template on our letterhead, and on python-docx's default paper."""
    values = _values(office, letter)
    context, jinja = context_of(letter, values), Environment(autoescape=True)
    papers = {LEAN: ours, "docxtpl on default paper": b""}
    return {
        way: partial(_docxtpl, template_of(letter, values, paper), context, jinja)
        for way, paper in papers.items()
    }


def words_of(docx: bytes) -> list[str]:
    """Return the words of the body of a DOCX, paragraph by paragraph."""
    body = Document(io.BytesIO(docx)).element.body
    return " ".join(_words(paragraph) for paragraph in body.iter(qn("w:p"))).split()


def _words(paragraph: etree._Element) -> str:
    parts = paragraph.iter(qn("w:t"), qn("w:br"))
    return "".join(" " if part.tag == qn("w:br") else part.text or "" for part in parts)


def _docxtpl(template: bytes, context: Context, jinja: Environment) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.render(context, jinja)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _times(make: Callable[[], bytes], times: int) -> Callable[[], None]:
    def run() -> None:
        for _ in range(times):
            make()

    return run


def _on_file(office: Office, clock: Clock) -> str:
    """Log a request for six items, received and acknowledged three times: five annexes."""
    clock.set(RECEIVED + timedelta(3))
    asked = propose(office, BLOCK, BODY).questions[:RECORDS]
    keys = tuple(question.key for question in asked)
    reference = a_request(office, block=BLOCK, body=BODY, on=SENT, questions=keys)
    received(office, reference, RECEIVED)
    for number in range(1, 4):
        on = DaySpan.on(RECEIVED + timedelta(number))
        record(office, reference, Acknowledged(on=on), [a_paper(f"slip {number}.txt")], by=BY)
    return reference


def _values(office: Office, letter: Letter) -> dict[str, str]:
    """Return the fields among the fixed words."""
    body, block = office.library.body(BODY), office.library.block(BLOCK)
    law, locale = office.library.law(body.laws[0]), office.locale(letter.language)
    first, *others = AYESHA.address.splitlines()
    return {
        "name": AYESHA.name,
        "street": first,
        "town": ", ".join(others),
        "contact": AYESHA.contact,
        "today": locale.short_day(office.today_at(BODY)),
        "to": body.address_to.in_language(letter.language),
        "body": body.name.in_language(letter.language),
        "law": law.title.in_language(letter.language),
        "number": law.number.in_language(letter.language) if law.number else "",
        "service": block.service.in_language(letter.language),
        "block": block.title.in_language(letter.language),
        "since": locale.short_day(block.since),
    }
