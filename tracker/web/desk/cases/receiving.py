"""Recording an extension, and correcting wrong entries."""

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.proof_relabelled import ProofRelabelled
from tracker.domain.events.correspondence.received import Received
from tracker.services.cases import receiving
from tracker.services.core.office import Office
from tracker.services.publishing.pending_publications import hand_on
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, Papers, told_on
from tracker.web.base.language import gettext, lazy_gettext, worded
from tracker.web.base.permissions import RECORDING
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done, previewed_changes
from tracker.web.desk.base.dossier import open_dossier
from tracker.web.desk.base.incoming import rest_on_what_came
from tracker.web.desk.base.paper_form import PaperForm
from tracker.web.desk.cases.doubted import reason_proposed

# Stands for an extension that gives no ground of the law.
_NONE = "none"
# Stands for the reason of a correction when only its consequences are asked for.
NO_REASON_YET = "…"

PAGES = Pages("desk_receiving", Access.DESK, "/desk/requests/<reference>")


class ExtensionForm(PaperForm):
    """A notice that the body takes longer."""

    ground = RadioField(
        lazy_gettext("Ground given"),
        [InputRequired(lazy_gettext("Choose the ground given."))],
    )
    papers = Papers(
        lazy_gettext("The notice"),
        needed=lazy_gettext(
            "Attach the notice. We say nothing about a body without the document."
        ),
    )

    def __init__(self, grounds: dict[str, str]) -> None:
        super().__init__()
        self.ground.choices = grounds | {_NONE: gettext("None of these")}


class CorrectionForm(PageForm):
    """The reason why an entry is wrong."""

    why = TextAreaField(
        lazy_gettext("What is wrong with this entry?"),
        [
            InputRequired(lazy_gettext("Say what is wrong. The reason stays beside the entry.")),
            Length(max=1000, message=lazy_gettext("Reason must be 1,000 characters or fewer.")),
        ],
        description=lazy_gettext(
            "Published with the entry. In a live office with more than one person, a second "
            "person must confirm it first. Do not name anyone."
        ),
    )


@PAGES.route("/extension", methods=["GET", "POST"])
def extension(reference: str) -> Response:
    """Record that the body announced an extension."""
    dossier = open_dossier(the_office(), reference)
    known = dossier.law.first_stage().extension
    grounds = {ground.key: worded(ground.says) for ground in known.grounds} if known else {}
    form = ExtensionForm(grounds)
    rest_on_what_came(form, form.papers, reference)

    def act(office: Office) -> None:
        ground = "" if form.ground.data in (_NONE, None) else form.ground.data
        papers, details = form.papers.uploads, form.details
        receiving.note_extension(office, reference, form.span, ground, papers, details, by=by())

    with told_on(form):
        if form.sent():
            act(the_office())
            return done(reference, gettext("Extension logged."), dossier)
    return action_page("extension", form, reference, act, extension=known)


@PAGES.route("/entries/<int:seq>/correct", methods=["GET", "POST"])
def correct(reference: str, seq: int) -> Response:
    """Correct a wrong entry by adding a correction."""
    office = the_office()
    dossier = open_dossier(office, reference)
    entry = dossier.entry(seq)
    form = CorrectionForm()

    def act(office: Office) -> Entry:
        why = form.why.data or NO_REASON_YET
        return receiving.correct(office, reference, seq, why, by=by())

    if request.method == "GET":
        form.why.data = reason_proposed(office, dossier, seq)
    with told_on(form):
        if form.sent():
            said = gettext(
                "Entry {number} no longer counts. It stays in the timeline.", number=seq
            )
            if hand_on(office, reference, act(office), by=by()):
                waits = gettext("A second person must confirm the reason.")
                said = f"{said} {waits}"
            return done(reference, said, dossier)
    would = previewed_changes(reference, act)
    renames = ""
    if isinstance(entry.event, Received):
        page = f"{RECORDING}.{ProofRelabelled.kind}"
        renames = url_for(page, reference=reference, entry=seq)
    return action_page("correct", form, reference, entry=entry, would=would, renames=renames)
