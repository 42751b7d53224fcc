"""Whatever is chosen, cut, kept back, removed or taken down: no withheld word is public.

Every private field of a request holds a secret word of its own. Every public route is walked, by
every key that there is, and neither its bytes nor its headers hold one of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from tests.documents.papers import a_pdf, every_stream
from tests.offices import an_office, told, took_back
from tests.one_country import library_of_one_country
from tests.web.record.private_deeds import DEEDS, LATE_DEEDS, TOKENS, Deed
from tests.web.record_scenes import TOLD, questions, serve
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel, ReceiptProof, WithheldBecause
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.case.request import Applicant, Cosigner, Filing
from tracker.domain.events.publication.published import Published
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.receiving import Response, correct, take_reply
from tracker.services.cases.sending import approve, prove_receipt, send
from tracker.services.cases.silence import sweep
from tracker.services.core.evidence import Upload, checked_upload
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.public.data_files import renew
from tracker.services.public.data_package import file_names
from tracker.services.publishing.copying import begin, finish, looked_at, work_on
from tracker.services.publishing.pending_publications import (
    call_off,
    prepare_publication,
    release_due,
)
from tracker.services.publishing.publishing import (
    Publication,
    publish_entries,
    publishable,
    remove_from_record,
    withhold,
)
from tracker.web.base.access import Access, Pages

# By what names a search may be asked, now or one day.
ASKED_BY = ("q", "words", "query", "search", "text", "block", "body", "law", "tag")
# Letters that no digest and no page holds in such a row.
WORD = st.text("ghjkmnpqvwxz", min_size=9, max_size=9).map(str.title)


@dataclass(frozen=True)
class Secrets:
    """A word for each private field."""

    name: str
    street: str
    contact: str
    identity: str
    signatory: str
    number: str
    note: str
    file: str
    account: str
    quote: str
    cut_quote: str
    cut_text: str
    paper: str
    waiting_text: str
    draft: str
    late: str


@dataclass(frozen=True)
class Ending:
    """What is done with the record in the end."""

    copied: bool
    quoted: bool
    waits: bool
    called_off: bool
    corrected: bool
    removed: bool
    withheld: bool
    consent_withdrawn: bool


# What is done beside, in this order.
MOST_DEEDS = 6
PRIVATE = st.lists(st.sampled_from(DEEDS), max_size=MOST_DEEDS, unique=True)
# Of one length, and no two alike: else one that is shown could be taken for one that is not.
NUMBER = len(fields(Secrets))
WORDS = st.lists(WORD, min_size=NUMBER + MOST_DEEDS, max_size=NUMBER + MOST_DEEDS, unique=True)
ENDINGS = st.builds(Ending, *([st.booleans()] * len(fields(Ending))))


@pytest.mark.parametrize("offices", [1, pytest.param(30, marks=pytest.mark.slow)])
def test_no_word_of_a_withheld_field_is_on_any_public_route(offices: int) -> None:
    @settings(max_examples=offices, suppress_health_check=[HealthCheck.too_slow])
    @given(WORDS, PRIVATE, ENDINGS)
    def each(words: list[str], private: list[Deed], ending: Ending) -> None:
        _require_silence(words, private, ending)

    each()


def _require_silence(words: list[str], private: list[Deed], ending: Ending) -> None:
    """In an office in which all of this was done, no public page has one of these words."""
    secrets = Secrets(*words[:NUMBER])
    library = library_of_one_country()
    with TemporaryDirectory() as folder, an_office(Path(folder), library=library) as (office, _):
        reference, paper = _answered(office, secrets)
        for deed, word in zip(private, words[NUMBER:], strict=False):
            deed(office, reference, word)
        _ended(office, reference, paper, secrets, ending)
        for deed in LATE_DEEDS:
            deed(office, reference, secrets.late)
        renew(office)
        reader = serve(office)

        for address in _addresses(reader.application, office, reference):
            with reader.get(address) as answer:
                assert answer.status_code < 500, address
                seen = str(answer.headers).encode() + answer.data
                if answer.data.startswith(b"%PDF"):
                    seen += b"".join(every_stream(answer.data))
            found = [w for w in words if any(each in seen for each in _forms(w))]
            assert not found, f"{address} shows {found}"
        _require_the_same(reader, words)


def _require_the_same(reader: FlaskClient, words: list[str]) -> None:
    """A query for a withheld word gives no more than a query for any other word."""
    for rule in _public_rules(reader.application):
        if rule.arguments - (rule.defaults or {}).keys():
            continue
        for word in words[::9]:
            other = "B" + "b" * (len(word) - 1)
            asked, else_asked = (
                reader.get(f"{rule}?" + "&".join(f"{name}={each}" for name in ASKED_BY))
                for each in (word, other)
            )
            assert asked.status_code == else_asked.status_code
            if b"csrf_token" in asked.data:
                continue  # the door, whose form has a key of its own for each who opens it
            assert asked.data.replace(word.encode(), b"?") == else_asked.data.replace(
                other.encode(), b"?"
            ), f"{rule} tells of {word}"


def _forms(word: str) -> Iterator[bytes]:
    for written in (word, word.lower(), word.upper()):
        yield from (written.encode(), written.encode("utf-16-be"), written.encode("utf-16-le"))


def _addresses(app: Flask, office: Office, reference: str) -> Iterator[str]:
    """Every address of every public route, for each key that it can take."""
    library = office.library
    keys = [*library.blocks, *library.bodies, *library.laws, *library.statements]
    digests = _digests(office, reference)
    known: dict[str, Sequence[str]] = {
        "key": keys[::15],
        "reference": [reference],
        "digest": digests,
        "token": TOKENS[-1:] or ["x"],
        "name": file_names(),
    }
    for rule in _public_rules(app):
        yield from _filled(rule, known)


def _public_rules(app: Flask) -> Iterator[Rule]:
    """Every public address, as the map of addresses has it now."""
    for rule in app.url_map.iter_rules():
        pages = app.blueprints[rule.endpoint.rpartition(".")[0]]
        if not isinstance(pages, Pages) or pages.access is not Access.PUBLIC:
            continue
        if "GET" in (rule.methods or ()) and not rule.endpoint.endswith("static"):
            yield rule


def _filled(rule: Rule, known: dict[str, Sequence[str]]) -> Iterator[str]:
    addresses = [str(rule)]
    for name in rule.arguments - (rule.defaults or {}).keys():
        written = re.compile(rf"<(?:[a-z]+(?:\([^)]*\))?:)?{name}>")
        values = known.get(name, ["1"])
        addresses = [written.sub(value, each) for each in addresses for value in values]
    assert not any("<" in each for each in addresses), rule
    yield from addresses


def _digests(office: Office, reference: str) -> list[str]:
    """Every digest that the history or the public list tells of, removed ones too."""
    with office.cases.look(reference) as case:
        events = [entry.event for entry in case.history]
        found = [digest for event in events for digest in event.evidence]
    for event in events:
        if isinstance(event, Published):
            found += [release.digest for release in event.releases]
            found += [copy.digest for copy in event.copies]
    return found or ["0" * 64]


def _answered(office: Office, secrets: Secrets) -> tuple[str, str]:
    """A request that was answered by a paper, with a secret in every private field."""
    by = secrets.account
    applicant = Applicant(
        name=secrets.name,
        address=f"{secrets.street}\nIslamabad",
        contact=secrets.contact,
        consents_to_publication=True,
        identity=secrets.identity,
        cosigners=(Cosigner("digital-rights", "", secrets.signatory, "Director"),),
    )
    draft = start(office, "pk-x-2024", "pk-pta", by=by)
    draft = save(office, replace(draft, eligibility="citizen"), applicant, by=by)
    settle(office, draft.reference, draft.version, on=date(2024, 3, 14), by=by)
    approve(office, draft.reference, by=by)
    file = checked_upload(f"{secrets.file}.txt", f"{secrets.paper}\n".encode())
    filing = Filing(secrets.number, secrets.note)
    dispatch = SendingDetails(date(2024, 3, 15), Channel.COURIER, filing, [file], file)
    send(office, draft.reference, dispatch, by=by)
    proof = ReceiptProof.COURIER_DELIVERY
    prove_receipt(office, draft.reference, DaySpan.on(date(2024, 3, 18)), proof, [file], by=by)
    sweep(office)
    paper = _replied(office, draft.reference, secrets)
    left = start(office, "pk-x-2024", "pk-interior", by=by)
    save(office, left, Applicant(secrets.draft, secrets.draft, secrets.draft), by=by)
    return draft.reference, paper


def _replied(office: Office, reference: str, secrets: Secrets) -> str:
    asked = questions(office, reference)
    quotes = {
        asked[0]: f"{secrets.quote} wrote this.",
        asked[1]: f"It is {secrets.cut_quote} who knows.",
    }
    outcomes = tuple(QuestionOutcome(key, Outcome.NOT_HELD) for key in asked)
    data = a_pdf((f"To {secrets.paper} of 0300-1234567", "No order is held."))
    scan = Upload(f"{secrets.file}.pdf", data, "application/pdf")
    details = PaperDetails(secrets.number, None, secrets.note, f"{secrets.quote} is refused.")
    on = DaySpan.on(date(2024, 5, 6))
    response = Response("not-held", on, outcomes, [scan], quotes=quotes, details=details)
    return take_reply(office, reference, response, by=secrets.account).event.evidence[0]


def _ended(office: Office, reference: str, paper: str, secrets: Secrets, ending: Ending) -> None:
    by, asked = secrets.account, questions(office, reference)
    told(office, reference, TOLD)
    with office.cases.look(reference) as case:
        entries = tuple(entry.seq for entry in publishable(case.history))
        reply = next(e.seq for e in case.history if paper in e.event.evidence)
    publication = Publication(
        entries=entries,
        provisional_accepted=True,
        texts=[("Note", "Said by […] in a letter.")],
        originals=[f"Said by {secrets.cut_text} in a letter."],
        quotes=[(reply, asked[1])] if ending.quoted else (),
        redacted={(reply, asked[1]): "It is […] who knows."},
        copies=(_copied(office, reference, paper, by),) if ending.copied else (),
    )
    publish_entries(office, reference, publication, by=by)
    if ending.corrected:
        correct(office, reference, reply, "It answers another request.", by=by)
    if ending.waits:
        _waits(office, reference, entries, secrets, called_off=ending.called_off)
    if ending.removed:
        record = office.records.record(reference)
        digests = [release.digest for release in record.releases]
        digests += [copy.digest for copy in record.copies]
        remove_from_record(office, reference, digests, WithheldBecause.PRIVACY, by=by)
    if ending.withheld:
        withhold(office, reference, WithheldBecause.SAFETY, by=by)
    if ending.consent_withdrawn:
        took_back(office, reference, by=by)
    release_due(office)


def _copied(office: Office, reference: str, paper: str, by: str) -> str:
    """A copy on which everything that can be read is black."""
    begin(office, reference, paper, "Response")
    for place, _ in enumerate(work_on(office, reference, paper).images, start=1):
        looked_at(office, reference, paper, place)
    finish(office, reference, paper, "Response of the Authority")
    return paper


def _waits(
    office: Office, reference: str, entries: tuple[int, ...], secrets: Secrets, *, called_off: bool
) -> None:
    """A text that is kept back until a day to come, and perhaps called off."""
    shown = Publication(
        entries=entries[:1],
        texts=[("To come", secrets.waiting_text)],
        not_before=date(2026, 12, 24),
    )
    prepare_publication(office, reference, shown, by=secrets.account)
    if called_off:
        call_off(office, reference, by=secrets.account)


@pytest.mark.slow
def test_the_walk_would_find_a_word_that_is_public() -> None:
    """What is released is found by the same walk: it looks where words are."""
    library = library_of_one_country()
    with TemporaryDirectory() as folder, an_office(Path(folder), library=library) as (office, _):
        secrets = Secrets(*("Qqqqwwwwxxxx" for _ in fields(Secrets)))
        reference, _ = _answered(office, secrets)
        text = [("Note", "Vvvvkkkkhhhh was said.")]
        publish_entries(office, reference, Publication((1,), texts=text), by="somebody")
        reader = serve(office)

        shown = []
        for address in _addresses(reader.application, office, reference):
            with reader.get(address) as answer:
                shown += [address] if b"Vvvvkkkkhhhh" in answer.data else []

    assert sorted(each.rpartition("/")[0] for each in shown) == [
        "/requests",
        f"/requests/{reference}/texts",
        "/ur/requests",
    ]


def test_the_walk_reads_the_words_of_pictures() -> None:
    """A picture for other sites describes itself, so a word drawn on it would be found."""
    library = library_of_one_country()
    with TemporaryDirectory() as folder, an_office(Path(folder), library=library) as (office, _):
        secrets = Secrets(*("Qqqqwwwwxxxx" for _ in fields(Secrets)))
        reference, _ = _answered(office, secrets)
        publish_entries(office, reference, Publication((1,)), by="somebody")
        reader = serve(office)
        address = f"/requests/{reference}/preview.png"

        assert address in set(_addresses(reader.application, office, reference))
        assert b"Is it late?" in reader.get(address).data
