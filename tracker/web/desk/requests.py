"""A request on the desk: where it stands, what to do, its timeline, its days, papers, letters."""

from io import BytesIO

from flask import render_template, request, send_file
from markupsafe import Markup
from werkzeug.wrappers import Response

from tracker.domain.body import PublicBody
from tracker.domain.errors import NotAllowed, NotOnFile
from tracker.domain.events import Reply
from tracker.domain.law import LetterKind
from tracker.domain.letter import Letter
from tracker.services.filing import MEDIA
from tracker.services.leaving import in_charge_of
from tracker.services.lettering import compose
from tracker.services.office import Office
from tracker.services.publishing import publishable
from tracker.services.remedies import Place, pleaded
from tracker.web.desk.dossier import Dossier, dossier_of, open_dossier
from tracker.web.desk.doubted import doubted_in
from tracker.web.desk.places import place_in
from tracker.web.desk.proceedings import states_of_appeal_body
from tracker.web.desk.reminded import reminded_of
from tracker.web.desk.steps import letters, receiver_of, steps, where_it_stands
from tracker.web.desk.timeline import open_ended, reckoned, timeline
from tracker.web.desk.words import LETTERS, PURPOSES
from tracker.web.doors import Door, Pages
from tracker.web.filters import language_name
from tracker.web.house import the_office

PAGES = Pages("desk_requests", Door.DESK, "/desk/requests/<reference>")


@PAGES.get("")
def request_page(reference: str) -> str:
    """Everything about one request."""
    office = the_office()
    dossier = open_dossier(office, reference)
    return render_template(
        "desk/request.html",
        dossier=dossier,
        stands=where_it_stands(dossier),
        doubted=doubted_in(office, dossier),
        states=states_of_appeal_body(office, dossier),
        steps=steps(dossier),
        letters=letters(dossier),
        letter_names=LETTERS,
        timeline=timeline(office, dossier),
        reckoned=reckoned(office, dossier),
        open_ended=open_ended(dossier),
        outcomes=_outcomes(dossier),
        receiver=office.library.bodies.get(receiver_of(dossier)),
        supporters=[str(office.library.organisations[k].name) for k in dossier.drafted.supporters],
        purposes=PURPOSES,
        unreviewed=_unreviewed(office, dossier),
        behind=_behind(dossier),
        charge=in_charge_of(office, reference),
        shared=office.people.shares.shared_with(reference),
        reminded=reminded_of(office, dossier),
    )


@PAGES.get("/papers/<digest>")
def paper(reference: str, digest: str) -> Response:
    """A paper of the case, as a file to be saved and never as a page."""
    office = the_office()
    found = open_dossier(office, reference).papers.get(digest)
    if found is None:
        raise NotOnFile("This request has no such paper: look at its timeline.")
    data = office.archive.read(reference, digest)
    name = found.name or f"{digest[:12]}.{_ending(found.media)}"
    answer = send_file(BytesIO(data), found.media, as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@PAGES.get("/letters/<kind>")
def letter(reference: str, kind: str) -> str:
    """A letter as it would go out now; an appeal is that of the remedy which the address names."""
    office = the_office()
    dossier, composed = _composed(office, reference, kind)
    place = place_in(request.args.get("remedy", ""))
    return render_template(
        "desk/letter.html",
        dossier=dossier,
        kind=kind,
        remedy=request.args.get("remedy") or None,
        title=LETTERS[kind],
        addressee=_addressee(office, dossier, LetterKind(kind), place),
        letter=Markup(office.documents.html(composed)),  # noqa: S704 - it escapes what it sets
        unreviewed=_unreviewed(office, dossier),
    )


@PAGES.get("/letters/<kind>.docx")
def letter_docx(reference: str, kind: str) -> Response:
    """The same as a Word document."""
    office = the_office()
    dossier, composed = _composed(office, reference, kind)
    data = office.documents.docx(composed, dossier.today)
    name = f"{kind}-{reference}.docx"
    return send_file(BytesIO(data), MEDIA["docx"], as_attachment=True, download_name=name)


@PAGES.get("/letters/<kind>.txt")
def letter_text(reference: str, kind: str) -> Response:
    """The same as the text of an e-mail."""
    office = the_office()
    _, composed = _composed(office, reference, kind)
    words = office.documents.plain(composed).encode()
    name = f"{kind}-{reference}.txt"
    return send_file(BytesIO(words), MEDIA["txt"], as_attachment=True, download_name=name)


def _composed(office: Office, reference: str, kind: str) -> tuple[Dossier, Letter]:
    """The letter of that kind. Raises NotOnFile for no kind, NotAllowed before its time."""
    if kind not in LETTERS:
        raise NotOnFile(f"There is no letter “{kind}”; there are {', '.join(LETTERS)}.")
    with office.cases.look(reference) as case:
        dossier = dossier_of(office, case)
        if kind not in {step.kind for step in letters(dossier)}:
            raise NotAllowed("This letter is not due yet: look at the request for what is.")
        place = place_in(request.args.get("remedy", ""))
        return dossier, compose(office, case, LetterKind(kind), place)


def _outcomes(dossier: Dossier) -> dict[str, list[tuple[object, str, tuple[str, ...]]]]:
    """For each question: day, outcome and exemptions of every response, the oldest first."""
    cites = {known.key: f"{known.cite}: {known.covers}" for known in dossier.law.exemptions}
    found: dict[str, list[tuple[object, str, tuple[str, ...]]]] = {}
    for entry in dossier.situation.replies:
        if isinstance(entry.event, Reply):
            for outcome in entry.event.outcomes:
                named = tuple(cites.get(key, key) for key in outcome.exemptions)
                line = (entry.event.on, outcome.outcome.value, named)
                found.setdefault(outcome.question, []).append(line)
    return found


def _addressee(
    office: Office, dossier: Dossier, kind: LetterKind, place: Place | None
) -> PublicBody | None:
    """The body to which a letter goes; None for a court that is no body on file."""
    bodies = office.library.bodies
    if kind is LetterKind.APPEAL:
        return bodies.get(pleaded(dossier.standing, office.library, place, dossier.today).to)
    return bodies.get(dossier.situation.acting_body)


def _behind(dossier: Dossier) -> int:
    """How many entries a reader of the published record is not shown, though they could be."""
    situation = dossier.situation
    if not situation.published or situation.withheld:
        return 0
    return sum(e.seq not in situation.published for e in publishable(dossier.history))


def _unreviewed(office: Office, dossier: Dossier) -> str:
    """The language of the letters, where no native reader has reviewed their wording."""
    language = dossier.drafted.language
    return language_name(language) if language in office.unreviewed_languages else ""


def _ending(media: str) -> str:
    return next((ending for ending, known in MEDIA.items() if known == media), "bin")
