"""Fairness to bodies: the notice before something is published, and their right of reply."""

from dataclasses import dataclass
from datetime import date

from flask import render_template
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.days import DaySpan
from tracker.domain.events import AuthorshipCheck, BodyStated
from tracker.services import noticing, right_of_reply
from tracker.services.naming import AUTHORSHIP, event_name
from tracker.services.noticing import Notified, criticised, notified
from tracker.services.office import Office
from tracker.services.right_of_reply import STATEMENT, Statement, concerned
from tracker.web.desk.actions import action_page, done
from tracker.web.desk.arriving import rest_on_what_came
from tracker.web.desk.dossier import Dossier, open_dossier
from tracker.web.desk.sending import DespatchForm
from tracker.web.doors import Door, Pages, by
from tracker.web.filters import said_span
from tracker.web.forms import DayField, Papers, SpanForm, capitalised, plain_lines, told_on
from tracker.web.house import the_office

PAGES = Pages("desk_fairness", Door.DESK, "/desk/requests/<reference>/fairness")


class NoticeForm(DespatchForm):
    """The notice left the office."""

    to = RadioField("To which body?", [InputRequired("Say to which body it went.")])
    on = DayField("Day on which it was sent")
    letter = Papers(
        "The notice as it was sent", single=True, needed="Add the notice as it was sent."
    )
    proofs = Papers(
        "Proof of sending",
        needed="Add the proof that it was sent: the days to answer count from it.",
    )

    def __init__(self, bodies: dict[str, str]) -> None:
        super().__init__()
        self.to.choices = bodies
        if len(bodies) == 1 and self.to.data is None:
            self.to.data = next(iter(bodies))


class StatementForm(SpanForm):
    """A body made a statement."""

    body = RadioField("Of which body?", [InputRequired("Say whose statement it is.")])
    words = TextAreaField(
        "Its words",
        [
            InputRequired("Type the words of the statement: they are what readers see."),
            Length(max=20_000, message="Shorten it: 20,000 characters at most."),
        ],
        filters=[plain_lines],
        description="In full, as they stand. Black out with “[…]” what would identify a private "
        "person.",
    )
    checked = RadioField(
        "How was it made sure that it is the body’s own?",
        [InputRequired("Say how its authorship was checked.")],
        choices=capitalised(AUTHORSHIP),
    )
    papers = Papers("The signed statement", needed="Add the signed statement itself.")

    def __init__(self, bodies: dict[str, str]) -> None:
        super().__init__()
        self.body.choices = bodies


@dataclass(frozen=True, slots=True)
class Spoken:
    """A body of which something is said, with the notices to it and what came of each."""

    key: str
    name: str
    about: tuple[str, ...]
    notices: tuple[tuple[Notified, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement that was taken in."""

    seq: int
    body: str
    on: DaySpan
    checked: str
    words: str
    shown: bool


@PAGES.get("")
def fairness(reference: str) -> str:
    """The bodies of which something is said, the notices to them, and their statements."""
    office = the_office()
    dossier = open_dossier(office, reference)
    return render_template(
        "desk/fairness.html",
        dossier=dossier,
        bodies=_spoken(office, dossier),
        statements=_statements(office, dossier),
        notice_days=office.notice_days,
    )


@PAGES.route("/notice", methods=["GET", "POST"])
def notice(reference: str) -> Response | tuple[str, int]:
    """Record that a notice was sent, with its proof."""
    office = the_office()
    dossier = open_dossier(office, reference)
    form = NoticeForm(_names(office, criticised(dossier.situation)))
    with told_on(form):
        if form.sent():
            noticing.send_notice(office, reference, form.to.data, form.despatch(), by=by())
            words = f"The notice is on record: the body has {office.notice_days} days to answer."
            return done(reference, words)
    return action_page("notice_sent", form, reference)


@PAGES.route("/statement", methods=["GET", "POST"])
def statement(reference: str) -> Response | tuple[str, int]:
    """Take in a body's signed statement."""
    office = the_office()
    form = StatementForm(_names(office, concerned(open_dossier(office, reference).situation)))
    rest_on_what_came(form, form.papers, reference)
    with told_on(form):
        if form.sent():
            stated = Statement(
                body=form.body.data,
                on=form.span,
                words=form.words.data or "",
                checked=AuthorshipCheck(form.checked.data),
                papers=form.papers.uploads,
            )
            right_of_reply.log_statement(office, reference, stated, by=by())
            words = "The statement is on record. It stands beside the record once it is published."
            return done(reference, words)
    return action_page("statement", form, reference)


def _names(office: Office, keys: object) -> dict[str, str]:
    bodies = office.library.bodies
    return {key: str(bodies[key].name) for key in keys if key in bodies}  # type: ignore[attr-defined]


def _spoken(office: Office, dossier: Dossier) -> list[Spoken]:
    sent = notified(dossier.situation)
    found = criticised(dossier.situation)
    return [
        Spoken(
            key=key,
            name=name,
            about=tuple(f"{event_name(e.event)}, {said_span(e.event.on)}" for e in found[key]),
            notices=tuple(
                (each, _days_left(each, dossier.today), _came(each))
                for each in sent
                if each.notice.to == key
            ),
        )
        for key, name in _names(office, found).items()
    ]


def _days_left(each: Notified, today: date) -> str:
    left = (each.notice.answer_by - today).days
    if left < 0:
        return "Its days to answer have passed."
    return f"It has {left} more day{'' if left == 1 else 's'} to answer."


def _came(each: Notified) -> tuple[str, ...]:
    return tuple(f"{event_name(e.event)}, {said_span(e.event.on)}" for e in each.answers)


def _statements(office: Office, dossier: Dossier) -> list[Stated]:
    shown = frozenset() if dossier.situation.withheld else dossier.situation.published
    return [
        Stated(
            seq=entry.seq,
            body=str(office.library.body(entry.event.body).name),
            on=entry.event.on,
            checked=AUTHORSHIP[entry.event.checked],
            words=dossier.quotes.get(entry.seq, {}).get(STATEMENT, ""),
            shown=entry.seq in shown,
        )
        for entry in dossier.situation.all(BodyStated.kind)
        if isinstance(entry.event, BodyStated)
    ]
