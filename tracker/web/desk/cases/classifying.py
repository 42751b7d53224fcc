"""Recording a response, question by question; what was typed is kept until it is entered."""

from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tracker.domain.law.outcome import Outcome
from tracker.services.cases import receiving, unfinished
from tracker.services.core.office import Office
from tracker.services.core.paper_details import counts_from_date_borne
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.filters import moment
from tracker.web.base.forms import only_dry_run, told_on
from tracker.web.base.language import flash_caution, gettext, worded
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.base.incoming import PAPER, rest_on_what_came
from tracker.web.desk.cases.clock_events import other_bodies
from tracker.web.desk.cases.reply_form import ReplyForm, duties_of, reply_form
from tracker.web.desk.cases.reply_left import item_rows, left_of, outcomes_given
from tracker.web.desk.correspondence.reply_suggestions import (
    SUGGESTION,
    Suggestion,
    dismissed_in,
    marked_words,
    other_form_of,
    suggestions_for,
    use_suggestion,
)

PAGES = Pages("desk_classifying", Access.DESK, "/desk/requests/<reference>/response")
# The name under which this form's input is saved, and the buttons that save or discard it.
_FORM, KEEP, _NOTHING = "response", "keep", "nothing"


@PAGES.route("", methods=["GET", "POST"])
def reply(reference: str) -> Response:
    """Record a response, question by question."""
    office = the_office()
    dossier = open_dossier(office, reference)
    before = unfinished.typed_before(office, reference, _FORM, by=by())
    form = _form(office, dossier, MultiDict(before.fields) if before else None)
    rest_on_what_came(form, form.papers, reference)
    if request.method == "GET" and not before and counts_from_date_borne(dossier.law):
        form.on.data = form.latest.data = None
    attached = unfinished.attached_before(office, reference, by=by())
    form.papers.came = {**form.papers.came, **attached}
    said, kept = "", moment(before.at, dossier.zone) if before else ""
    found = suggestions_for(dossier, other_bodies(office, dossier))

    def act(here: Office) -> None:
        response = form.typical(dossier) if only_dry_run() else form.response(dossier)
        receiving.take_reply(here, reference, response, by=by())

    with told_on(form):
        if form.wants_rows_set():
            said = form.set_rows()
        elif wish := request.form.get(SUGGESTION):
            if elsewhere := use_suggestion(form, wish, found):
                return _to_other_form(office, dossier, form, elsewhere)
        elif form.sent():
            act(office)
            unfinished.drop_typed(office, reference, _FORM, by=by())
            if missing := _without_ground(form.response(dossier)):
                flash_caution(missing)
            return done(reference, gettext("Response logged, item by item."), dossier)
    _keep_files(office, reference, form)
    shown = _shown(form, dossier) | _suggested(form, found) | {"said": said, "kept": kept}
    shown["attached"] = bool(attached) or form.files_kept
    return action_page("response", form, reference, act, **shown)


def _shown(form: ReplyForm, dossier: Dossier) -> dict[str, Any]:
    """Return what the page shows beside the form."""
    return {
        "typed_at": url_for(".typed", reference=dossier.reference),
        "exemptions": dossier.law.exemptions,
        "duties": duties_of(dossier),
        "rows": item_rows(form, dossier, the_office().library.questions),
        "answered": outcomes_given(form),
        "waiting": dossier.case_state.unread(),
        "left": left_of(form, dossier),
        "paper": request.args.get(PAPER),
        "paper_part": PAPER,
        "day_hint": _day_hint(dossier),
    }


def _suggested(form: ReplyForm, found: tuple[Suggestion, ...]) -> dict[str, Any]:
    """Return the suggestions from the mail beside the form. None of them is chosen."""
    hidden = dismissed_in(form)
    left = [each for each in found if each.key not in hidden]
    return {
        "suggested": left,
        "dismissed": len(found) - len(left),
        "marked": lambda words: marked_words(words, left),
    }


def _to_other_form(
    office: Office, dossier: Dossier, form: ReplyForm, suggestion: Suggestion
) -> Response:
    """Save what is typed and attached, and go to the form in which a suggestion belongs."""
    unfinished.keep_typed(office, dossier.reference, _FORM, form.fields_typed(), by=by())
    _keep_files(office, dossier.reference, form)
    return redirect(other_form_of(suggestion, dossier.reference))


def _form(office: Office, dossier: Dossier, typed: MultiDict[str, str] | None = None) -> ReplyForm:
    bodies = {body.key: worded(body.name) for body in other_bodies(office, dossier)}
    return reply_form(dossier, bodies, typed)


def _without_ground(response: receiving.Response) -> str:
    """Return a warning if words are quoted and refused items have no ground."""
    bare = sum(
        each.outcome is Outcome.REFUSED and not each.names_clause and each.vague is None
        for each in response.outcomes
    )
    if not bare or not response.details.words:
        return ""
    return gettext(
        "Refused items without a ground: {number}. If the words you quoted name one, "
        "correct the entry. The appeal answers logged grounds only.",
        number=bare,
    )


def _day_hint(dossier: Dossier) -> str:
    """Return which day the law counts from, and what to do with the next field."""
    if counts_from_date_borne(dossier.law):
        counts = gettext("The date on the decision: the law counts from it, not from its arrival.")
    else:
        counts = gettext("The date you received it.")
    return f"{counts} {gettext('Leave the next field empty if exact.')}"


def _keep_files(office: Office, reference: str, form: ReplyForm) -> None:
    """Store the files that were chosen, so that nothing has to be chosen again."""
    with told_on(form):
        chosen, complaints = form.papers.handed_in
        if complaints and not form.papers.errors:
            form.complain("papers", " ".join(complaints))
        if chosen:
            kept = unfinished.keep_attached(office, reference, chosen, by=by())
            form.papers.came = {**form.papers.came, **kept}
            form.files_kept = True


@PAGES.post("/typed")
def typed(reference: str) -> Response | tuple[Response, int]:
    """Save what is typed, for the button and for the page's script; or discard it."""
    office, wish = the_office(), request.form.get(KEEP)
    dossier = open_dossier(office, reference)
    paper = request.args.get(PAPER)
    back = redirect(url_for(".reply", reference=reference, paper=paper))
    if wish == _NOTHING:
        unfinished.drop_typed(office, reference, _FORM, by=by())
        flash(gettext("Form cleared."))
        return back
    form = _form(office, dossier)
    with told_on(form):
        kept = unfinished.keep_typed(office, reference, _FORM, form.fields_typed(), by=by())
        _keep_files(office, reference, form)
        at = moment(kept.at, dossier.zone)
        said = gettext("Saved {at}. Nothing has been logged yet.", at=at)
        if wish:
            flash(said)
            return back
        return jsonify(said=said), 200
    return jsonify(said=" ".join(words for _, words in form.summary())), form.code
