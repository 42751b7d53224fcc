"""Logging a paper that came from a body, and saying later what it is."""

from dataclasses import dataclass

from flask import render_template, request
from werkzeug.wrappers import Response
from wtforms import SelectField

from tracker.domain.days import DaySpan
from tracker.domain.terms import Channel
from tracker.services import arriving
from tracker.services.naming import CHANNELS
from tracker.services.noting import notable
from tracker.services.ports import Paper
from tracker.web.desk.actions import action_page, done
from tracker.web.desk.dossier import Dossier, open_dossier
from tracker.web.doors import Door, Pages, by
from tracker.web.forms import PageForm, Papers, SpanForm, capitalised, told_on
from tracker.web.house import the_office
from tracker.web.language import later, say

PAGES = Pages("desk_arriving", Door.DESK, "/desk/requests/<reference>")
# The part of an address that names the entry of a paper which came.
PAPER = "paper"


class ArrivalForm(SpanForm):
    """A paper of the body came."""

    channel = SelectField(later("How it came"), choices=capitalised(CHANNELS))
    papers = Papers(
        later("The paper"),
        needed=later("Add the paper itself: it is read from here."),
        description=later("The scan or the e-mail, with everything that was in the envelope."),
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that a paper can turn out to be, and the page on which that is put down."""

    page: str
    words: str
    hint: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A paper that waits to be read."""

    seq: int
    on: DaySpan
    papers: tuple[Paper, ...]


@PAGES.route("/came", methods=["GET", "POST"])
def came(reference: str) -> Response:
    """Log a paper on the day it came; what it is can be said later."""
    form = ArrivalForm()
    with told_on(form):
        if form.sent():
            channel, papers = Channel(form.channel.data), form.papers.uploads
            arriving.log_paper(the_office(), reference, form.span, channel, papers, by=by())
            return done(
                reference,
                say("The paper is on file. Say what it is: until then no silence is entered."),
            )
    return action_page("came", form, reference)


@PAGES.get("/unread")
def unread(reference: str) -> str:
    """The papers that nobody has read yet, each with what it can be."""
    dossier = open_dossier(the_office(), reference)
    waiting = [
        Unread(
            entry.seq,
            entry.event.on,
            tuple(dossier.papers[digest] for digest in entry.event.evidence),
        )
        for entry in dossier.situation.unread()
    ]
    return render_template(
        "desk/unread.html",
        dossier=dossier,
        waiting=waiting,
        kinds=_kinds(dossier),
        paper_part=PAPER,
    )


def rest_on_what_came(form: PageForm, papers: Papers, reference: str) -> None:
    """Let a form take the paper that its address names, so that it is not asked for again."""
    seq = request.args.get(PAPER, 0, type=int)
    if not seq:
        return
    on, files = arriving.papers_of(the_office(), reference, seq)
    papers.came = files
    if request.method == "GET":
        form["on"].data = on.earliest
        if "latest" in form and on.latest > on.earliest:
            form["latest"].data = on.latest


def _kinds(dossier: Dossier) -> list[Kind]:
    """What a paper can be where the request stands, the most telling first."""
    stage, situation = dossier.law.first_stage(), dossier.situation
    found = [
        Kind(
            "desk_classifying.reply",
            say("A response"),
            say("An answer, a refusal, or no record held."),
        ),
        Kind(
            "desk_sending.acknowledgement",
            say("An acknowledgement"),
            say("It says only that the request arrived. It stops no clock."),
        ),
    ]
    if situation.received is None:
        hint = say("It starts the clock.")
        found.append(Kind("desk_sending.receipt", say("Proof of receipt"), hint))
    if stage.extension and situation.extension is None and not situation.replies:
        hint = say("The body takes longer.")
        found.append(Kind("desk_receiving.extension", say("An extension"), hint))
    if notable(dossier.standing, dossier.law):
        hint = say("A fee, a question, a transfer, a registration: what the law takes account of.")
        found.append(Kind("desk_noting.notice", say("A notice that moves the clock"), hint))
    hint = say("Its own word about what is said of it: it stands beside the record.")
    found.append(Kind("desk_fairness.statement", say("A statement of the body"), hint))
    if situation.undecided():
        hint = say("With its day.")
        found.append(Kind("desk_appealing.decision", say("A decision on the appeal"), hint))
        found.append(Kind("desk_proceedings.fixed", say("A notice of a hearing"), hint))
    return found
