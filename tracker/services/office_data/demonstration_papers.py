"""The documents and words of a demonstration: all invented, and each says so."""

from collections.abc import Iterable, Mapping

from tracker.domain.base.terms import GivenAs
from tracker.domain.law.questions import Asked, Outcome
from tracker.services.core.evidence import Upload, checked_upload

_PAPER = "Demonstration document: nothing was really sent, received or answered."
REPLY = (
    "Demonstration reply. No public body wrote these words. They show where a response appears on "
    "the record, item by item."
)
STATED = (
    "Demonstration statement. No public body wrote these words. They show where a body’s own "
    "statement appears in full beside its record: for example that a letter was lost, or that it "
    "counts a date in another way."
)
ORDERED = (
    "Demonstration order. No commission wrote these words. They show where the text of a decision "
    "on an appeal appears: what it directs, by when, and what it leaves open."
)
# Published and taken down again.
MISTAKEN = "Demonstration note. It was published by mistake. Only its hash is still shown."
# The words of a reply on an item, by outcome. There are none on an item that is not addressed.
_SAID: Mapping[Outcome, tuple[str, ...]] = {
    Outcome.DISCLOSED: (
        "a copy of the record is enclosed.",
        "the record is attached as an annex to this letter.",
        "a certified copy is enclosed, with its enclosures.",
        "the record may be collected at the counter; a copy is attached.",
        "a scan of the record is attached. The original stays in the registry.",
    ),
    Outcome.PARTLY_DISCLOSED: (
        "such a record exists; it is not enclosed.",
        "the record is on the file of this office. Its date can be given, not its text.",
        "the decision was recorded in writing, and a copy is not given for now.",
        "two pages of the record are enclosed; the rest is not.",
        "the record exists in draft. Its subject can be confirmed.",
    ),
    Outcome.REFUSED: (
        "the record is said to be exempt and is not given.",
        "access to this record is refused.",
        "the office says that it cannot give this record.",
        "this item is declined. The exemption is named in the letter, without reasons.",
        "disclosure is not considered possible.",
    ),
    Outcome.NOT_HELD: (
        "no such record is held here.",
        "a search of the registry found no such record.",
        "this office made no such record.",
        "nothing in writing was found on this point.",
        "the instruction is said to have been given by phone; no note of it exists.",
    ),
    Outcome.REFERRED_ELSEWHERE: (
        "another office has to be asked for it.",
        "the record is with the ministry that decided; please ask there.",
    ),
}
# A statement that a record exists is not the record.
FORM_GIVEN: Mapping[Outcome, GivenAs] = {
    Outcome.DISCLOSED: GivenAs.RECORD,
    Outcome.PARTLY_DISCLOSED: GivenAs.STATEMENT,
}
# The page, in points: width, height, letter size, line height, margin.
WIDE, _HIGH, LETTER, _LINE, _EDGE = 420, 210, 11, 16, 30


def said_on(chosen: Iterable[tuple[Asked, Outcome]]) -> dict[str, str]:
    """Return the words of an invented reply on each item that it does not pass over."""
    return {
        asked.key: f"Demonstration answer {number}: {_turn(asked, outcome)}"
        for number, (asked, outcome) in enumerate(chosen, 1)
        if outcome in _SAID
    }


def _turn(asked: Asked, outcome: Outcome) -> str:
    """Return the words on an item: the same for the same item, and others beside it."""
    said = _SAID[outcome]
    return said[sum(asked.key.encode()) % len(said)]


def paper(name: str) -> Upload:
    """Return a text document of the demonstration."""
    return checked_upload(name, f"{name}\n{_PAPER}\n".encode())


def letter(name: str, lines: Iterable[str]) -> Upload:
    """Return a PDF document of one page, with lines of plain Latin letters."""
    shown = "".join(f"({line}) Tj T*\n" for line in (_PAPER, *lines))
    start = f"BT /F1 {LETTER} Tf {_LINE} TL {_EDGE} {_HIGH - _EDGE} Td\n"
    drawn = f"{start}{shown}ET"
    parts = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE} {_HIGH}] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    written, places = "%PDF-1.4\n", list[int]()
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    written += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}{end}"
    return checked_upload(name, written.encode("ascii"))
