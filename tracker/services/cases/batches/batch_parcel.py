"""The approved letters of a batch as one ZIP, with address labels and a dispatch list."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_state import case_state_of
from tracker.domain.correspondence.mail_letter import LetterPurpose, LetterState
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import (
    PAGE_LINE,
    Heading,
    Letter,
    LetterTable,
    Paragraph,
    TextRun,
)
from tracker.services.cases.batches.batch_letters import address_lines
from tracker.services.cases.batches.dispatch_table import SENT_LIST
from tracker.services.core.audit import note_act
from tracker.services.core.naming import CHANNELS
from tracker.services.core.office import Office
from tracker.services.core.recording import FrozenLetter
from tracker.services.core.spreadsheet_cells import guarded
from tracker.services.core.zipping import zipped
from tracker.services.drafting.drafting_together import drafts_and_requests
from tracker.services.letters.appeal_pack import Pack
from tracker.services.letters.frozen_letters import approved_request
from tracker.services.letters.letter_facts import compose
from tracker.services.letters.letterhead import BANNER, file_mark
from tracker.services.letters.request_pack import enclosure_files
from tracker.services.letters.request_words import serving_channels
from tracker.services.ports.documents import LabelAddress, LabelSheet
from tracker.services.ports.people import AuditAct

# By the name on their packages: the size of a label and the number of labels on a sheet.
LABEL_SHEETS: Mapping[str, LabelSheet] = {
    "a4-21": LabelSheet((210, 297), (63.5, 38.1), 3, 7, 15.15, 7.21, 2.54),
    "a4-14": LabelSheet((210, 297), (99.1, 38.1), 2, 7, 15.15, 4.65, 2.5),
    "letter-30": LabelSheet((215.9, 279.4), (66.675, 25.4), 3, 10, 12.7, 4.76, 3.175),
}
# In the other states no mail server has the letter or will get it, so it can go by post.
_BY_EMAIL = (
    LetterState.WAITING,
    LetterState.HANDING,
    LetterState.HANDED,
    LetterState.UNCERTAIN,
)


class LetterFormat(StrEnum):
    """The file format of the letters."""

    WORD = "docx"
    TEXT = "txt"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class ParcelLetter:
    """An approved letter: its fixed files, its channel and its email address, if it has one."""

    reference: str
    asks: Drafted
    frozen: FrozenLetter
    channel: Channel
    recipient: str


@dataclass(frozen=True, slots=True)
class ParcelChoices:
    """The formats of the letters and the label sheet, by its key; empty for no labels."""

    formats: tuple[LetterFormat, ...]
    labels: str


def parcel_letters(office: Office, references: Sequence[str]) -> tuple[ParcelLetter, ...]:
    """Return the letters of these requests that are approved and not withdrawn, sorted
    by body. Those that go out by email are left out, so that nothing is filed twice."""
    found = []
    for reference in drafts_and_requests(office, references)[1]:
        with office.cases.look(reference) as case:
            state = case_state_of(case.history)
            frozen = approved_request(office, state)
        if state.drafted is None or frozen is None or state.withdrawn:
            continue
        if goes_by_email(office, reference):
            continue
        body = office.library.body(state.drafted.body)
        channel = serving_channels(body, state.drafted.channels)[0]
        recipient = body.email if channel is Channel.EMAIL else ""
        found.append(ParcelLetter(reference, state.drafted, frozen, channel, recipient))
    return tuple(sorted(found, key=lambda each: office.library.body_short_name(each.asks.body)))


def goes_by_email(office: Office, reference: str) -> bool:
    """Return whether a request was filed by email, or may be in the next minutes."""
    return any(
        each.kind is LetterKind.REQUEST
        and each.purpose is LetterPurpose.FILED
        and each.state in _BY_EMAIL
        for each in office.letters_by_mail.of(reference)
    )


def postal_address(office: Office, approved: ParcelLetter) -> tuple[str, ...]:
    """Return the lines of the address of a letter, by the law library of today."""
    with office.cases.look(approved.reference) as case:
        letter = compose(office, case, LetterKind.REQUEST, on=approved.frozen.dated)
    return address_lines(letter)


def batch_parcel(
    office: Office, batch: str, references: Sequence[str], choices: ParcelChoices, *, by: str
) -> Pack:
    """Return the approved letters of a batch as a ZIP, and note each in the audit trail.

    The letters are the approved files. PDFs are made of them while the ZIP is sent, and come last
    in it. Raises NotAllowed if no letter is approved, or if PDFs cannot be made here.
    """
    letters = parcel_letters(office, references)
    if not letters:
        raise NotAllowed("No letter of this batch is approved yet. Approve the letters first.")
    if LetterFormat.PDF in choices.formats and not office.documents.prints:
        raise NotAllowed("PDFs cannot be made on this server. Choose Word documents.")
    for each in letters:
        note_act(office, AuditAct.EXPORTED, who=by, about=each.reference)
    day = office.today_at(letters[0].asks.body)
    addresses = [postal_address(office, each) for each in letters]
    files = _files(office, letters, addresses, choices, day)
    return Pack(f"letters-{batch}.zip", zipped(files))


def dispatch_lines(office: Office, letters: Sequence[ParcelLetter]) -> str:
    """Return the dispatch list as lines to fill in and paste, with tabs between cells."""
    rows = [SENT_LIST, *(_cells(office, each) for each in letters)]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def _files(
    office: Office,
    letters: Sequence[ParcelLetter],
    addresses: Sequence[tuple[str, ...]],
    choices: ParcelChoices,
    day: date,
) -> Iterator[tuple[str, bytes]]:
    mark = file_mark(office)
    named = {
        f"{mark}{number:03d}-{each.asks.body}-{each.reference}": each
        for number, each in enumerate(letters, start=1)
    }
    listed = _list(office, letters, addresses)
    yield f"{mark}dispatch-list.csv", _csv(office, letters)
    yield f"{mark}dispatch-list.docx", office.documents.docx(listed, day)
    if sheet := LABEL_SHEETS.get(choices.labels):
        labels = [
            LabelAddress(address, each.reference.upper(), each.asks.language)
            for each, address in zip(letters, addresses, strict=True)
        ]
        yield f"{mark}labels.docx", office.documents.labels(labels, sheet)
    for name, each in named.items():
        if LetterFormat.WORD in choices.formats:
            yield f"{name}.docx", office.archive.read(each.reference, each.frozen.word)
        if LetterFormat.TEXT in choices.formats:
            yield f"{name}.txt", office.archive.read(each.reference, each.frozen.text)
        for file, content in enclosure_files(office, each.reference, each.asks):
            yield f"{name}-{file}", content
    if LetterFormat.PDF in choices.formats:
        for name, each in named.items():
            word = office.archive.read(each.reference, each.frozen.word)
            yield f"{name}.pdf", office.documents.pdf(word)


def _cells(office: Office, each: ParcelLetter) -> tuple[str, ...]:
    body = office.library.body(each.asks.body).short_name
    return (each.reference.upper(), body, each.channel.value, "", "", each.recipient)


def _csv(office: Office, letters: Sequence[ParcelLetter]) -> bytes:
    """Return the list as CSV, with the mark from which spreadsheets recognise UTF-8."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(SENT_LIST)
    writer.writerows([guarded(cell) for cell in _cells(office, each)] for each in letters)
    return written.getvalue().encode("utf-8-sig")


def _list(
    office: Office, letters: Sequence[ParcelLetter], addresses: Sequence[tuple[str, ...]]
) -> Letter:
    """Return the list as a document to fill in by hand."""
    language = letters[0].asks.language
    locale = office.locale(language)
    title = locale.say("Dispatch list: {number} letters", number=len(letters))
    head = tuple(locale.words(each) for each in _HEAD)
    rows = tuple(
        (
            each.reference.upper(),
            "\n".join(address),
            locale.words(CHANNELS[each.channel.value]),
            "",
            "",
        )
        for each, address in zip(letters, addresses, strict=True)
    )
    return Letter(
        kind="dispatch-list",
        language=language,
        subject=title,
        blocks=(
            Heading((TextRun(title),), level=1),
            LetterTable(head, rows, small=True),
            Paragraph(
                (
                    TextRun(
                        locale.say("Private. This list shows to which bodies this office wrote.")
                    ),
                )
            ),
        ),
        banner="" if office.live else locale.say(BANNER),
        page_line=locale.translate(PAGE_LINE),
        plain_paper=True,
    )


_HEAD = (
    Message("Reference"),
    Message("Addressee"),
    Message("Channel"),
    Message("Date sent"),
    Message("Number"),
)
