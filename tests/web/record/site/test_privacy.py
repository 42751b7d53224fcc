"""Whatever happened to a request, no word of who asked reaches a public page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.offices import Clock, an_office
from tests.one_country import library_of_one_country
from tests.services.reminded import pigeonhole
from tests.web.record_scenes import addresses, questions, serve, show
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import (
    ELECTRONIC_PROOFS,
    Channel,
    DecisionOutcome,
    ReceiptProof,
    WithheldBecause,
)
from tracker.domain.case.request import Applicant, Filing
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.domain.record.alerts import EVERYTHING
from tracker.services.cases.appealing import file_appeal, record_decision
from tracker.services.cases.receiving import Response, correct, note_extension, take_reply
from tracker.services.cases.sending import approve, prove_receipt, send
from tracker.services.cases.silence import sweep
from tracker.services.core.evidence import Upload, checked_upload
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.public.alerting import ask, confirm_subscription, tell
from tracker.services.publishing.publishing import withhold
from tracker.services.reminders.posting import carry

# Letters that no digest and no page holds in such a row.
WORD = st.text("ghjkmnpqvwxz", min_size=8, max_size=12)
OUTCOMES = st.sampled_from([Outcome.REFUSED, Outcome.NOT_HELD, Outcome.PASSED_OVER])

X = "/blocks/pk-x-2024"
# What programs and other sites read of the same.
FOLLOWED = (
    *("/feed.atom", "/outcomes/silent/feed.atom", f"{X}/feed.atom", f"{X}/calendar.ics"),
    *(f"{X}/badge.svg", f"{X}/card", f"{X}/share", "/bodies/pk-pic/calendar.ics"),
)


@dataclass(frozen=True)
class Private:
    """What nobody but the office may know."""

    name: str
    street: str
    contact: str
    number: str
    note: str
    file: str
    account: str

    def words(self) -> list[str]:
        """Each of them, in the case in which it was typed and in small letters."""
        found = [getattr(self, field.name) for field in fields(self)]
        return [*found, *(word.lower() for word in found)]


@dataclass(frozen=True)
class Story:
    """What happens to one request."""

    private: Private
    body: str
    language: str
    channel: Channel
    proof: ReceiptProof
    received: bool
    extended: bool
    swept: bool
    outcome: Outcome | None
    appealed: bool
    decided: DecisionOutcome | None
    corrected: bool
    withheld: bool


# The law has conditions for these, which most stories do not meet.
_BY_SERVERS = ELECTRONIC_PROOFS | {ReceiptProof.SERVER_RECEIPT}
PRIVATE = st.builds(Private, *([WORD.map(str.title)] * len(fields(Private))))
STORIES = st.builds(
    Story,
    private=PRIVATE,
    body=st.sampled_from(["pk-pta", "pk-interior", "pk-moitt", "pk-cabinet-division"]),
    language=st.sampled_from(["en", "ur"]),
    channel=st.sampled_from(Channel),
    proof=st.sampled_from([each for each in ReceiptProof if each not in _BY_SERVERS]),
    received=st.booleans(),
    extended=st.booleans(),
    swept=st.booleans(),
    outcome=st.none() | OUTCOMES,
    appealed=st.booleans(),
    decided=st.none() | st.sampled_from(DecisionOutcome),
    corrected=st.booleans(),
    withheld=st.booleans(),
)


@pytest.mark.parametrize("stories", [4, pytest.param(40, marks=pytest.mark.slow)])
def test_no_word_of_who_asked_is_on_any_public_page(stories: int) -> None:
    @settings(max_examples=stories)
    @given(STORIES)
    def each(story: Story) -> None:
        _require_silence(story)

    each()


def _require_silence(story: Story) -> None:
    """After this story no public page and no mail has a word of who asked."""
    library = library_of_one_country()
    with (
        TemporaryDirectory() as folder,
        an_office(Path(folder), library=library) as (office, clock),
    ):
        _follow(office)
        reference = _happen(office, story)
        reader = serve(office)

        for address in _everything(office, reference):
            answer = reader.get(address)
            seen = answer.data.decode() + str(answer.headers)
            found = [word for word in story.private.words() if word in seen]
            assert not found, f"{address} shows {found}"

        mails = _alerts(office, clock)
        assert len(mails) == (0 if story.withheld else 2)
        for mail in mails:
            found = [word for word in story.private.words() if word in mail]
            assert not found, f"an alert tells {found}"


def _follow(office: Office) -> None:
    """Readers in both languages are told of everything from now on."""
    for language in ("en", "ur"):
        ask(office, f"{language}@example.org", EVERYTHING, language, network="", key=b"k")
        carry(office)
        (token,) = re.findall("/alerts/([^/]+)/confirm", pigeonhole(office).kept.pop()[1].words)
        confirm_subscription(office, token)


def _alerts(office: Office, clock: Clock) -> list[str]:
    """All of each mail that the next morning brings."""
    office.log_upkeep.append()
    clock.moment += timedelta(days=1)
    tell(office)
    carry(office)
    return [str(mail) for _, mail in pigeonhole(office).kept]


def _everything(office: Office, reference: str) -> Iterator[str]:
    yield from addresses(office)
    yield from (f"/requests/{reference}", f"/requests/{reference}.json", "/nowhere")
    yield from (f"{way}{path}" for way in ("", "/ur") for path in FOLLOWED)
    yield from ("/sitemap-pages.xml", "/sitemap-records-1.xml")


def _happen(office: Office, story: Story) -> str:
    """The story up to its publication, through the use cases; its reference."""
    reference = _sent(office, story)
    by = story.private.account
    if story.received:
        papers = [_paper(story)]
        day = DaySpan.on(date(2024, 3, 18))
        prove_receipt(office, reference, day, story.proof, papers, by=by)
        _answered(office, reference, story)
    show(office, reference, [("Letter", "No record of this is held.")], on=date(2024, 9, 2))
    if story.corrected and story.received:
        _corrected(office, reference, by)
    if story.withheld:
        withhold(office, reference, WithheldBecause.SAFETY, by=by)
    return reference


def _sent(office: Office, story: Story) -> str:
    private, by = story.private, story.private.account
    applicant = Applicant(private.name, f"{private.street}\nIslamabad", private.contact, True)
    draft = start(office, "pk-x-2024", story.body, by=by)
    draft = save(
        office, replace(draft, eligibility="citizen", language=story.language), applicant, by=by
    )
    settle(office, draft.reference, draft.version, on=date(2024, 3, 14), by=by)
    approve(office, draft.reference, by=by)
    send(office, draft.reference, _dispatch(story, date(2024, 3, 15)), by=by)
    return draft.reference


def _answered(office: Office, reference: str, story: Story) -> None:
    papers, by = [_paper(story)], story.private.account
    if story.extended:
        note_extension(
            office, reference, DaySpan.on(date(2024, 3, 27)), "consultation", papers, by=by
        )
    if story.swept:
        sweep(office)
    if story.outcome:
        kind = "not-held" if story.outcome is Outcome.NOT_HELD else "refused"
        outcomes = tuple(
            QuestionOutcome(key, story.outcome, page="3") for key in questions(office, reference)
        )
        response = Response(kind, DaySpan.on(date(2024, 5, 6)), outcomes, papers)
        take_reply(office, reference, response, by=by)
    if story.appealed and (story.swept or story.outcome):
        _appealed(office, reference, story)


def _appealed(office: Office, reference: str, story: Story) -> None:
    by = story.private.account
    file_appeal(office, reference, _dispatch(story, date(2024, 5, 9)), by=by)
    if story.decided:
        papers = [_paper(story)]
        record_decision(office, reference, date(2024, 6, 3), story.decided, papers, by=by)


def _corrected(office: Office, reference: str, by: str) -> None:
    with office.cases.look(reference) as case:
        receipt = next(entry for entry in case.history if entry.event.kind == "received")
    correct(office, reference, receipt.seq, "The stamp is of another office.", by=by)


def _dispatch(story: Story, on: date) -> SendingDetails:
    recipient = f"{story.private.contact}@office.example"
    filing = Filing(story.private.number, story.private.note, recipient)
    return SendingDetails(on, story.channel, filing, [_paper(story)], _paper(story))


def _paper(story: Story) -> Upload:
    words = f"{story.private.name}, {story.private.street}\n"
    return checked_upload(f"{story.private.file}.txt", words.encode())
