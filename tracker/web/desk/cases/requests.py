"""A request in the workspace: its status, next steps, timeline, deadlines and documents."""

from collections import Counter
from functools import partial
from io import BytesIO
from typing import Any

from flask import render_template, send_file
from werkzeug.wrappers import Response

from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.history import Entry
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import LetterKind
from tracker.services.cases.held_back import held_in
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.deadlines.challenge_words import challenges_shown
from tracker.services.drafting.drafts import REPEATABLE
from tracker.services.letters.bundle.annex_copies import COPY
from tracker.services.letters.bundle.translations import TRANSLATION
from tracker.services.people.handover import in_charge_of
from tracker.services.ports.cases import PreparedLetter
from tracker.services.publishing.publishing import publishable
from tracker.web.base.access import Access, Pages, person_may
from tracker.web.base.filters import item_name
from tracker.web.base.language import gettext, page_locale, worded
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.dossier import Dossier, dossier_of, open_dossier
from tracker.web.desk.base.ground_fields import section_as_named
from tracker.web.desk.base.related import related_requests
from tracker.web.desk.base.suspended import why_held
from tracker.web.desk.base.words import LETTERS, purpose_name, remedy_name
from tracker.web.desk.cases.case_lanes import case_lanes
from tracker.web.desk.cases.counted_dates import counted_dates, open_ended
from tracker.web.desk.cases.doubted import doubted_in
from tracker.web.desk.cases.notes_and_tasks import team_notes_about
from tracker.web.desk.cases.proceedings import states_of_appeal_body
from tracker.web.desk.cases.reminded import reminded_of
from tracker.web.desk.cases.request_head import (
    RequestHead,
    desk_status_text,
    documents_of,
    open_with_head,
    receiver_of,
    request_head,
)
from tracker.web.desk.cases.timeline import workspace_timeline
from tracker.web.desk.correspondence.hold_links import shown_hold

PAGES = Pages("desk_requests", Access.DESK, "/desk/requests/<reference>")


@PAGES.get("")
def request_page(reference: str) -> str:
    """Show the status of a request: its deadlines, its timeline, and what can be done."""
    office = the_office()
    # So no part of the page shows the request before an entry, and another part after it.
    with office.records.one_state():
        return _status_page(office, reference)


def _status_page(office: Office, reference: str) -> str:
    dossier, head = open_with_head(office, reference)
    found, relations = counted_dates(office, dossier), office.related_requests.of(reference)
    return _page(
        "request",
        office,
        dossier,
        head,
        stands=desk_status_text(office, dossier),
        held=why_held(dossier.case_status),
        held_back=_held_back(office, dossier),
        stand_ins=[
            named
            for named in (("blocks", dossier.block.key), ("bodies", dossier.body.key))
            if named in office.library.stand_ins
        ],
        mails_waiting=_mails_waiting(reference),
        doubted=doubted_in(office, dossier),
        states=states_of_appeal_body(office, dossier),
        timeline=workspace_timeline(office, dossier),
        figure=case_lanes(found, dossier.today),
        counted_dates=found,
        open_ended=open_ended(dossier),
        challenges=challenges_shown(office.library, dossier.block, page_locale()),
        elements=Counter(each for asked in dossier.drafted.questions for each in asked.elements),
        answered=len(_outcomes(dossier)),
        receiver=office.library.bodies.get(receiver_of(dossier)),
        supporters=[
            office.library.organisation_name(each, page_locale().language)
            for each in dossier.drafted.supporters
        ],
        behind=_behind(dossier),
        relations=relations,
        related=related_requests(office, dossier, relations),
        repeatable=dossier.case_status.phase in REPEATABLE,
        **_people(office, dossier),
    )


def _held_back(office: Office, dossier: Dossier) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return why a missing response is not logged yet although its time has passed, with links."""
    held = held_in(office, dossier.reference, dossier.case_status, dossier.today)
    return [shown_hold(dossier.reference, each) for each in held]


@PAGES.get("/items")
def items(reference: str) -> str:
    """Show each item of a request with what the body answered."""
    office = the_office()
    dossier, head = open_with_head(office, reference)
    names = {
        asked.key: item_name(office.library.questions.get(asked.key), asked.words)
        for asked in dossier.drafted.questions
    }
    return _page("request_items", office, dossier, head, outcomes=_outcomes(dossier), names=names)


@PAGES.get("/letters")
def letters_of(reference: str) -> str:
    """Show the letters that can be written now, and those that were sent."""
    office = the_office()
    with office.cases.look(reference) as case:
        dossier, file_number = dossier_of(office, case), case.file_number()
        head = request_head(office, case, dossier)
    return _page("request_letters", office, dossier, head, file_number=file_number)


@PAGES.get("/documents")
def documents(reference: str) -> str:
    """Show the documents on which the entries of a request rest."""
    office = the_office()
    dossier, head = open_with_head(office, reference)
    entries: dict[str, list[Entry]] = {}
    for entry in dossier.history:
        for digest in entry.event.evidence:
            entries.setdefault(digest, []).append(entry)
    return _page(
        "request_documents",
        office,
        dossier,
        head,
        documents=[(dossier.papers[d], entries[d]) for d in documents_of(dossier)]
        + [(p, []) for p in dossier.papers.values() if p.purpose in (TRANSLATION, COPY)],
        unread={e.seq for e in dossier.case_state.unread()},
    )


@PAGES.get("/publication")
def publication(reference: str) -> str:
    """Show what of a request is public, and what can be."""
    office = the_office()
    dossier, head = open_with_head(office, reference)
    return _page(
        "request_publication",
        office,
        dossier,
        head,
        behind=_behind(dossier),
        publishable=publishable(dossier.history),
    )


@PAGES.get("/people")
def people(reference: str) -> str:
    """Show who works on a request, who is reminded of it, and what colleagues wrote."""
    office = the_office()
    dossier, head = open_with_head(office, reference)
    return _page("request_people", office, dossier, head, **_people(office, dossier))


def _mails_waiting(reference: str) -> int:
    """Return how many emails may be about a request and wait for a person; none for a guest."""
    return the_office().mail_reading.desk.waiting_for(reference) if person_may(Act.BROWSE) else 0


def _page(name: str, office: Office, dossier: Dossier, head: RequestHead, **more: Any) -> str:
    """Return one of the pages of a request, under the head that they share."""
    return render_template(
        f"desk/{name}.html",
        dossier=dossier,
        head=head,
        prepared_name=partial(_prepared_name, dossier),
        purpose=purpose_name,
        live=office.live,
        **more,
    )


def _prepared_name(dossier: Dossier, letter: PreparedLetter) -> str:
    """Return the name of a prepared letter. The name of a remedy is the law’s own word for it."""
    lapses = (e.event for e in dossier.case_state.lapses if isinstance(e.event, MissedDeadline))
    silent = {each.stage for each in lapses if each.opening == letter.opening}
    stages = dossier.law.stages.values()
    opened = (each for each in stages if silent & set(each.opened_by_silence_of))
    stage = next(opened, None) if letter.kind is LetterKind.APPEAL else None
    return remedy_name(dossier.law, stage) if stage else str(LETTERS[letter.kind])


def _people(office: Office, dossier: Dossier) -> dict[str, Any]:
    """Return who works on a request, and the notes, tasks and tags of those who may read them."""
    reference = dossier.reference
    return {
        "charge": in_charge_of(office, reference),
        "shared": office.people.shares.shared_with(reference) if person_may(Act.SHARE) else (),
        "reminded": reminded_of(office, dossier) if person_may(Act.BROWSE) else None,
        "team_notes": team_notes_about(office, reference) if person_may(Act.NOTE) else None,
    }


@PAGES.get("/papers/<digest>")
def paper(reference: str, digest: str) -> Response:
    """Return a document of the request as a download, never as a page."""
    office = the_office()
    found = open_dossier(office, reference).papers.get(digest)
    if found is None:
        raise NotOnFile("This request has no such document. Check its timeline.")
    data = office.archive.read(reference, digest)
    name = found.name or f"{digest[:12]}.{_ending(found.media)}"
    answer = send_file(BytesIO(data), found.media, as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _outcomes(dossier: Dossier) -> dict[str, list[tuple[object, str, tuple[str, ...]]]]:
    """Return the day, outcome and grounds of every response, by question, oldest first."""
    cites = {
        known.key: f"{worded(known.cite)}: {worded(known.covers)}"
        for known in dossier.law.exemptions
    }
    found: dict[str, list[tuple[object, str, tuple[str, ...]]]] = {}
    for entry in dossier.case_state.replies:
        if isinstance(entry.event, Reply):
            for outcome in entry.event.outcomes:
                named = [cites.get(key, key) for key in outcome.exemptions]
                if outcome.section:
                    named.append(section_as_named(outcome.section))
                if outcome.vague:
                    words = outcome.vague.words
                    named.append(gettext("“{words}”, no clause named", words=words))
                line = (entry.event.on, outcome.outcome.value, tuple(named))
                found.setdefault(outcome.question, []).append(line)
    return found


def _behind(dossier: Dossier) -> int:
    """Return how many publishable entries the published record does not show."""
    case_state = dossier.case_state
    if not case_state.published or case_state.withheld:
        return 0
    return sum(e.seq not in case_state.published for e in publishable(dossier.history))


def _ending(media: str) -> str:
    return next((ending for ending, known in MEDIA_TYPES.items() if known == media), "bin")
