"""A body's unread documents, and what each can be recorded as."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from flask import render_template, request, send_file
from werkzeug.wrappers import Response

from tracker.domain.base.days import DaySpan
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.history import Entry
from tracker.domain.events import KINDS
from tracker.services.cases import incoming
from tracker.services.cases.clock_events import notable
from tracker.services.cases.unfinished import attached_before
from tracker.services.core.evidence import MEDIA_TYPES, Upload
from tracker.services.ports.cases import Paper
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, Papers
from tracker.web.base.language import gettext
from tracker.web.base.permissions import RECORDING
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.dossier import Dossier, open_dossier

PAGES = Pages("desk_incoming", Access.DESK, "/desk/requests/<reference>")
# The address parameters for the entry of an unread document, and for a file that this person
# attached before.
PAPER, ATTACHED = "paper", "attached"
# The most characters of a text file that are shown beside a form.
_MOST_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to record a document, with the page that does so."""

    page: str
    words: str
    hint: str


@dataclass(frozen=True, slots=True)
class PaperBeside:
    """A document shown beside the form that rests on it; `words` are those of a text file
    or an email."""

    digest: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Unread:
    """An unread document, and what is shown of its files."""

    seq: int
    on: DaySpan
    papers: tuple[Paper, ...]
    beside: tuple[PaperBeside, ...]


@PAGES.get("/unread")
def unread(reference: str) -> str:
    """Show the unread documents, each with the ways to record it."""
    dossier = open_dossier(the_office(), reference)
    waiting = [_unread(dossier, entry) for entry in dossier.case_state.unread()]
    return render_template(
        "desk/unread.html",
        dossier=dossier,
        waiting=waiting,
        kinds=_kinds(dossier),
        paper_part=PAPER,
    )


@PAGES.get("/papers/<digest>/picture.jpg")
def picture(reference: str, digest: str) -> Response:
    """Return the first pages of a document as one image, to read it beside a form."""
    data = incoming.pages_picture(the_office(), reference, digest, by=by())
    return send_file(BytesIO(data), "image/jpeg")


def _unread(dossier: Dossier, entry: Entry) -> Unread:
    on, files = incoming.papers_of(the_office(), dossier.reference, entry.seq)
    papers = tuple(dossier.papers[digest] for digest in entry.event.evidence)
    return Unread(entry.seq, on, papers, tuple(_beside(files)))


def papers_beside(form: PageForm) -> tuple[PaperBeside, ...]:
    """Return the documents that a form rests on, to be shown beside it."""
    fields = [field for field in form if isinstance(field, Papers)]
    return tuple(shown for field in fields for shown in _beside(field.came))


def _beside(files: Mapping[str, Upload]) -> Iterator[PaperBeside]:
    for digest, file in files.items():
        yield PaperBeside(digest, file.name, _words_of(file))


def _words_of(file: Upload) -> str:
    if file.media == MEDIA_TYPES["eml"]:
        # Read apart from this process: a mail was written by a stranger.
        read = the_office().mail_reading.reader.read(file.data)
        return read.whole_text[:_MOST_WORDS] if read else ""
    if file.media != MEDIA_TYPES["txt"]:
        return ""
    return file.data.decode("utf-8", "replace")[:_MOST_WORDS]


def rest_on_what_came(form: PageForm, papers: Papers, reference: str) -> None:
    """Let a form use the document named in its address, so that it need not be uploaded again."""
    if digest := request.args.get(ATTACHED, ""):
        papers.came = attached_before(the_office(), reference, by=by(), only=digest)
    seq = request.args.get(PAPER, 0, type=int)
    if not seq:
        return
    on, files = incoming.papers_of(the_office(), reference, seq)
    papers.came = files
    if request.method == "GET":
        form["on"].data = on.earliest
        if "latest" in form and on.latest > on.earliest:
            form["latest"].data = on.latest


def _kinds(dossier: Dossier) -> list[Kind]:
    """Return what a document can be at this stage of the request, the most important first."""
    stage, case_state = dossier.law.first_stage(), dossier.case_state
    found = [
        Kind(
            "desk_classifying.reply",
            gettext("A response"),
            gettext("A full or partial answer, a refusal, or “records not held”."),
        )
    ]
    if case_state.received is None:
        hint = gettext("It starts the clock.")
        found.append(Kind("desk_sending.receipt", gettext("Proof of receipt"), hint))
    if stage.extension and case_state.extension is None and not case_state.replies:
        hint = gettext("The body is taking longer.")
        found.append(Kind("desk_receiving.extension", gettext("An extension"), hint))
    if notable(dossier.case_status, dossier.law):
        hint = gettext("A fee notice, a request for clarification, a transfer or a registration.")
        found.append(
            Kind("desk_clock_events.notice", gettext("A notice that affects the clock"), hint)
        )
    hint = gettext("The body’s own account, published beside the record.")
    found.append(Kind("desk_fairness.statement", gettext("A statement by the body"), hint))
    if case_state.undecided():
        hint = gettext("With its date.")
        found.append(Kind("desk_appealing.decision", gettext("A decision on the appeal"), hint))
    return [*found, *_recorded_by_form(case_state)]


def _recorded_by_form(case_state: CaseState) -> Iterator[Kind]:
    for name, kind in KINDS.items():
        if kind.form and kind.form.arrives and kind.offered(case_state):
            yield Kind(
                f"{RECORDING}.{name}", gettext(kind.form.arrives), gettext(kind.form.arrives_hint)
            )
