"""Findings: contradictory answers, side by side, and the conduct of a body."""

from math import ceil
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from tracker.domain.case.contradictions import Between
from tracker.services.cases import findings as case_findings
from tracker.services.core.naming import GIVEN_AS
from tracker.services.core.office import Office
from tracker.services.ports.workbook import Verdict
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, plain_lines, told_on
from tracker.web.base.language import gettext, lazy_gettext, worded
from tracker.web.base.site_config import the_office

PAGES = Pages("desk_findings", Access.DESK, "/desk/findings")
_ON_A_PAGE, MOST_PLACES = 20, 50
_BETWEEN = {
    Between.HELD_OR_NOT: lazy_gettext("held, or not held"),
    Between.GIVEN_OR_REFUSED: lazy_gettext("given, and refused"),
    Between.PUBLIC_OR_REFUSED: lazy_gettext("body says public, and refused"),
    Between.RECORD_OR_STATEMENT: lazy_gettext("the record, and a statement"),
    Between.WORDS: lazy_gettext("different words"),
}
VERDICTS = {
    Verdict.CONFIRMED: lazy_gettext("Confirmed"),
    Verdict.DISMISSED: lazy_gettext("Dismissed"),
}
CHOICES = {
    Verdict.CONFIRMED.value: lazy_gettext("They contradict each other"),
    Verdict.DISMISSED.value: lazy_gettext("They do not contradict each other. Dismiss"),
    "": lazy_gettext("Not reviewed"),
}


class _DecisionForm(PageForm):
    """A person's verdict on two answers."""

    verdict = RadioField(
        lazy_gettext("Do these answers contradict each other?"),
        [InputRequired(lazy_gettext("Choose whether they contradict each other."))],
        choices=CHOICES,
    )
    note = TextAreaField(
        lazy_gettext("Private note"),
        filters=[plain_lines],
        description=lazy_gettext("Reason. Only colleagues can read it."),
    )


@PAGES.get("")
def findings() -> str:
    """Show the blocks and bodies that requests are about."""
    office = the_office()
    pairs = office.case_rows.asked()
    asked_about, asked = ({pair[place] for pair in pairs} for place in (0, 1))
    library = office.library
    blocks = {
        key: worded(each.title) for key, each in library.blocks.items() if key in asked_about
    }
    bodies = {key: worded(each.name) for key, each in library.bodies.items() if key in asked}
    return render_template("desk/findings.html", blocks=blocks, bodies=bodies)


@PAGES.get("/blocks/<key>")
def about(key: str) -> str:
    """Show contradictory answers about a block, undecided ones first."""
    office = the_office()
    found = sorted(case_findings.found_about(office, key), key=lambda one: one.decided is not None)
    number = min(max(request.args.get("page", 1, type=int), 1), 1000)
    return render_template(
        "desk/contradictions.html",
        key=key,
        found=found[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE],
        number=number,
        last=max(ceil(len(found) / _ON_A_PAGE), 1),
        address=lambda page: url_for(".about", key=key, page=page),
        people=office.people_names,
        **_words(office, key),
    )


@PAGES.route("/blocks/<key>/<digest>", methods=["GET", "POST"])
def decision(key: str, digest: str) -> Response | tuple[str, int]:
    """Confirm or dismiss a contradiction."""
    office = the_office()
    found = case_findings.found_as(office, key, digest)
    now = found.decided.verdict.value if found.decided else None
    form = _DecisionForm(verdict=now, note=found.note)
    with told_on(form):
        if form.sent():
            verdict = Verdict(form.verdict.data) if form.verdict.data else None
            note = str(form.note.data or "")
            case_findings.decide(office, key, digest, verdict, note, by=by())
            flash(gettext("Decision saved."))
            return redirect(url_for(".about", key=key))
    words = _words(office, key)
    page = render_template("desk/contradiction.html", form=form, key=key, found=found, **words)
    return page, form.code


@PAGES.get("/bodies/<key>")
def conduct(key: str) -> str:
    """Show what is missing from a body's responses and non-responses, with totals."""
    office = the_office()
    found = case_findings.conduct_of(office, key)
    return render_template(
        "desk/conduct.html",
        body=office.library.body(key),
        found=found,
        defects=sorted(found.defects.values(), key=lambda defect: -len(defect.lacking)),
        most=MOST_PLACES,
    )


def _words(office: Office, block: str) -> dict[str, Any]:
    return {
        "block": office.library.block(block),
        "names": {key: body.short_name for key, body in office.library.bodies.items()},
        "between": _BETWEEN,
        "verdicts": VERDICTS,
        "given": {key: gettext(words) for key, words in GIVEN_AS.items()},
    }
