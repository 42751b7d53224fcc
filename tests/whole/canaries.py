"""Random words planted in every private field of a live office, and where they are looked for."""

import base64
import io
import re
import secrets
import string
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from docx import Document

from tests.documents.papers import a_pdf
from tests.offices import AYESHA
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel, ConsentBy, ReceiptProof
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.case.request import Applicant, Cosigner, Filing, OwnQuestion
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Element, Outcome
from tracker.domain.words.pleading import PleadingPart
from tracker.domain.words.pleading_edits import AddedRow, PleadingEdits, RowEdit
from tracker.services.cases.findings import decide, found_about
from tracker.services.cases.identifying import keep_identity
from tracker.services.cases.notes_and_tasks import give_task, write_note
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.cases.sending import approve, prove_receipt, send
from tracker.services.cases.unfinished import keep_typed
from tracker.services.core.evidence import Upload, checked_upload
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.drafting.importing import carry_out, hand_in
from tracker.services.drafting.tagging import tag
from tracker.services.letters.authority_checks import CheckStatement, check_authority
from tracker.services.letters.cosigning import logo_file
from tracker.services.letters.office_arguments import TypedArgument, save_argument
from tracker.services.people.accounts import add_account
from tracker.services.people.risk_notes import write_risk
from tracker.services.people.sharing import share
from tracker.services.ports.drafts import PleadingPlace
from tracker.services.ports.people import RoleName, SavedView
from tracker.services.ports.publishing import CopyWork, Publication, Waiting
from tracker.services.ports.workbook import OpenedDocument, StayState, Verdict
from tracker.services.publishing.consenting import ConsentGiven, record_consent
from tracker.services.publishing.copying import begin, copyable_of
from tracker.services.reminders.calendars import add_feed

LETTERS = 16
ASKED, SENT, CAME, REPLIED = (date(2024, 2, day) for day in (18, 19, 22, 26))
IMPORTED = "block,body,asked,element,capacity,name,address,contact,sent,channel,number,note,tags"
BLOCK, BODY, OTHER_BODY = "pk-x-2024", "pk-pta", "pk-interior"
Word = Callable[[str], str]


@dataclass
class Canaries:
    """The words that were planted, each with the field and the applicant that it stands for."""

    planted: dict[str, str] = field(default_factory=dict)

    def word(self, what: str) -> str:
        """A new word of 16 letters for this field."""
        word = "".join(secrets.choice(string.ascii_lowercase) for _ in range(LETTERS))
        self.planted[word] = what
        return word

    def found(self, data: Iterable[bytes]) -> list[str]:
        """The fields whose words stand in any of these bytes, however they are written."""
        sought = {form: word for word in self.planted for form in _forms(word)}
        read = (plain for piece in data for plain in _plain(piece))
        found = {sought[form] for plain in read for form in sought.keys() & set(_runs(plain))}
        return sorted(self.planted[word] for word in found)


def _forms(word: str) -> tuple[bytes, bytes]:
    """A word as it may stand in a file."""
    return word.encode(), word.encode().hex().encode()


def _runs(data: bytes) -> Iterator[bytes]:
    """Everything in these bytes that may be a word, also if it is written in 16 bits."""
    lower = data.lower()
    for text in (lower, lower.replace(b"\0", b"")):
        for signs, length in (("a-z", LETTERS), ("0-9a-f", 2 * LETTERS)):
            for run in re.findall(rf"[{signs}]{{{length},}}".encode(), text):
                yield from (run[at : at + length] for at in range(len(run) - length + 1))


def _plain(data: bytes) -> Iterator[bytes]:
    """The bytes, those in base64, and those that a ZIP archive such as a DOCX file compressed."""
    yield data
    for run in re.findall(rb"[A-Za-z0-9+/]{24,}", data):
        for at in range(4):
            yield base64.b64decode(run[at : at + (len(run) - at) // 4 * 4])
    # Ciphertext can begin with the two letters of an archive by chance.
    if data.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from map(archive.read, archive.namelist())


@dataclass
class Planting:
    """An office in which one person keeps everything about an applicant."""

    office: Office
    by: str
    canaries: Canaries = field(default_factory=Canaries)

    def in_the_open(self) -> None:
        """Plant a word in each place in which what is typed stays readable to a thief.

        Colleagues, their calendars and partner organisations are no applicants, and sweeps and
        mails need them while nobody is signed in. What is asked belongs to the history, which is
        public once it is published.
        """
        office, word = self.office, self.canaries.word
        name, email = word("name of a colleague"), f"{word('address of a colleague')}@example.org"
        person = add_account(office, email, name, RoleName.LAWYER)
        add_feed(office, person, word("name of a calendar"), own=True, bare=True)
        share(office, self._asking(word), word("name of an organisation"), by=self.by)

    def _asking(self, word: Word) -> str:
        """A settled request with a question of its own; it becomes public with the request."""
        office, by = self.office, self.by
        draft = replace(start(office, BLOCK, BODY, by=by), eligibility="citizen", questions=())
        question = OwnQuestion(Element.SCOPE, f"Why {word('own question of a settled request')}?")
        draft = save(office, replace(draft, own_questions=(question,)), AYESHA, by=by)
        settle(office, draft.reference, draft.version, on=SENT, by=by)
        return draft.reference

    def all_about(self, number: int) -> str:
        """Plant a word in each private field of one more applicant; the request."""

        def word(what: str) -> str:
            return self.canaries.word(f"{what} of applicant {number}")

        reference = self._sent(word, BODY)
        self._answered(reference, word, Outcome.DISCLOSED)
        self._team_notes(reference, word)
        self._published(reference, word)
        self._drafted(word)
        self._listed(word)
        return reference

    def _sent(self, word: Word, body: str, questions: tuple[str, ...] = ()) -> str:
        office, by = self.office, self.by
        draft = replace(start(office, BLOCK, body, by=by), eligibility="citizen")
        draft = replace(draft, questions=questions or draft.questions)
        draft = save(office, draft, _applicant(word, "the request"), by=by)
        settle(office, draft.reference, draft.version, on=SENT, by=by)
        approve(office, draft.reference, by=by, on=SENT)
        filing = Filing(word("filing number"), word("filing note"), word("recipient"))
        letter, proof = (
            _paper(word, "Sending the letter again does not restart the"),
            _paper(word, "proof of sending"),
        )
        dispatch = SendingDetails(SENT, Channel.COURIER, filing, [proof], letter)
        send(office, draft.reference, dispatch, by=by)
        keep_identity(office, draft.reference, word("identity"))
        return draft.reference

    def _answered(self, reference: str, word: Word, outcome: Outcome) -> None:
        proof, on = ReceiptProof.COURIER_DELIVERY, DaySpan.on(CAME)
        office, by = self.office, self.by
        prove_receipt(office, reference, on, proof, [_docx(word, "proof of receipt")], by=by)
        asked = self._asked(reference)
        kind = "answered" if outcome is Outcome.DISCLOSED else "not-held"
        outcomes = tuple(QuestionOutcome(each, outcome) for each in asked)
        quotes = {each: word(f"quote on {each}") for each in asked}
        papers, on = [_pdf(word, "reply")], DaySpan.on(REPLIED)
        details = PaperDetails(
            word("number of a reply"), REPLIED, word("post on a reply"), word("words of a reply")
        )
        response = Response(kind, on, outcomes, papers, quotes=quotes, details=details)
        take_reply(office, reference, response, by=by)

    def _asked(self, reference: str) -> tuple[str, ...]:
        with self.office.cases.look(reference) as case:
            drafted = case_state_of(case.history).drafted
        assert drafted
        return tuple(each.key for each in drafted.questions)

    def _team_notes(self, reference: str, word: Word) -> None:
        office, by = self.office, self.by
        write_note(office, reference, f"Call {word('note')}.", by=by)
        give_task(office, reference, f"Call {word('task')}", by, date(2026, 12, 1), by=by)
        tag(office, reference, f"{word('tag')}; court")
        query = f"words={word('words of a view')}&tag={word('tag of a view')}"
        office.people.views.keep(SavedView(by, f"View {word('name of a view')}", query))
        keep_typed(office, reference, "reply", {"quote": [word("unfinished form")]}, by=by)
        self._pleaded(reference, word)
        write_risk(office, BODY, f"They call {word('risk note')} at home.", by=by)
        note = f"Stayed, says {word('note on an authority')}."
        stayed = CheckStatement(
            OpenedDocument.SUMMARY, True, StayState.STAYED, office.latest_today(), note
        )
        check_authority(office, "pk-01", stayed, by=by)

    def _pleaded(self, reference: str, word: Word) -> None:
        """Everything that a lawyer writes into a letter by hand."""
        office, by = self.office, self.by
        place = PleadingPlace("first-appeal", 1, "en")
        part = PleadingPart.FACTS
        edit = RowEdit("fact", part, words=word("words of a row"), base=word("words before"))
        own = AddedRow("own:1", part, word("row of one’s own"), source=word("source of a row"))
        with office.cases.open(reference) as case:
            case.keep_pleading_edits(place, PleadingEdits(rows=(edit,), added=(own,)))
            case.keep_file_number(word("file number"))
        typed = TypedArgument(word("argument title"), word("argument"), word("argument source"))
        save_argument(office, typed, by=by)

    def _published(self, reference: str, word: Word) -> None:
        """Everything private that prepares a publication."""
        office, by = self.office, self.by
        paper = _paper(word, "consent")
        said = ConsentGiven(True, ASKED, ConsentBy.SIGNED_PAPER, paper=paper)
        record_consent(office, reference, said, by=by)
        texts, kept = [(word("title to publish"), word("text to publish"))], "d" * 64
        with office.cases.open(reference) as case:
            case.keep_original(kept, f"Told by {word('original of a text')}.")
            case.keep_copy_work(CopyWork(kept, word("title of a copy"), 1, (), (), ()))
            choice = Publication((1,), texts=texts)
            case.keep_waiting(
                Waiting(reference, choice, "e" * 64, by, office.now(), needs_second=True)
            )

    def _drafted(self, word: Word) -> None:
        draft = start(self.office, BLOCK, BODY, by=self.by)
        question = OwnQuestion(Element.SCOPE, f"What about {word('own question of a draft')}?")
        draft = replace(draft, own_questions=(question,))
        save(self.office, draft, _applicant(word, "a draft"), by=self.by)
        name, drawn = logo_file(draft.reference), word("logo of a signatory").encode()
        self.office.premises.files.keep(name, drawn, self.office.now(), private=True)

    def _listed(self, word: Word) -> None:
        data = f"Body,Name\nPTA,{word('name in a list')}\n".encode()
        hand_in(self.office, f"{word('file name of a list')}.csv", data, by=self.by)

    def imported(self, number: int) -> None:
        """Import a list of this many applicants."""
        rows = [self._row(each) for each in range(number)]
        data = "\n".join((IMPORTED, *rows)).encode()
        list(
            carry_out(self.office, hand_in(self.office, "a.csv", data, by=self.by), (), by=self.by)
        )

    def _row(self, number: int) -> str:
        fields = ("name", "address", "contact", "filing number", "note", "tag")
        word = [self.canaries.word(f"imported {each} of row {number}") for each in fields]
        who, filed = ",".join(word[:3]), ",".join(word[3:])
        return f"{BLOCK},{BODY},The order,order,citizen,{who},2024-02-19,courier,{filed}"

    def contradicted(self, reference: str) -> None:
        """Let another body deny what this one gave, and write a note on each contradiction."""
        block, body = self.office.library.block(BLOCK), self.office.library.body(OTHER_BODY)
        known = {each.key for each in self.office.library.questions_for(block, body, SENT)}
        both = min(known.intersection(self._asked(reference)))
        denied = self._sent(self.canaries.word, OTHER_BODY, (both,))
        self._answered(denied, self.canaries.word, Outcome.NOT_HELD)
        found = found_about(self.office, BLOCK)
        assert found
        for each in found:
            key = each.contradiction.key
            note = self.canaries.word(f"note on the contradiction {key}")
            decide(self.office, BLOCK, key, Verdict.CONFIRMED, note, by=self.by)

    def drawn(self, reference: str) -> None:
        """Draw the reply for a public copy."""
        papers = copyable_of(self.office, reference)
        reply = next(each.paper for each in papers if each.media == "application/pdf")
        begin(self.office, reference, reply, self.canaries.word("title of a drawn copy"))


def _applicant(word: Word, of: str) -> Applicant:
    names = ("name", "address", "contact", "organisation", "signatory", "post")
    name, address, contact, *signs = (word(f"{each} in {of}") for each in names)
    cosigner = Cosigner(name=signs[0], signatory=signs[1], post=signs[2])
    return Applicant(name, address, contact, True, cosigners=(cosigner,))


def _paper(word: Word, what: str) -> Upload:
    name = f"{word(f'file name of the {what}')}.txt"
    return checked_upload(name, f"Dear {word(f'content of the {what}')}".encode())


def _pdf(word: Word, what: str) -> Upload:
    lines = (f"Dear {word(f'content of the {what}')}",)
    return checked_upload(f"{word(f'file name of the {what}')}.pdf", a_pdf(lines))


def _docx(word: Word, what: str) -> Upload:
    document, out = Document(), io.BytesIO()
    document.add_paragraph(f"Dear {word(f'content of the {what}')}")
    document.save(out)
    return checked_upload(f"{word(f'file name of the {what}')}.docx", out.getvalue())
