"""Fairness to bodies: the notice before publication, and their right of reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import render_template
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import AuthorshipCheck
from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.body_stated import STATEMENT, BodyStated
from tracker.services.cases import pre_publication_notice
from tracker.services.cases.pre_publication_notice import Notified, criticised, notified
from tracker.services.core.naming import AUTHORSHIP
from tracker.services.core.office import Office
from tracker.services.letters.frozen_letters import finalised_notice
from tracker.services.publishing import right_of_reply
from tracker.services.publishing.right_of_reply import BodyStatement, concerned
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.filters import said_span
from tracker.web.base.forms import DayField, Papers, SpanForm, capitalised, plain_lines, told_on
from tracker.web.base.language import gettext, lazy_gettext, ngettext, worded
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.base.incoming import rest_on_what_came
from tracker.web.desk.cases.sending import DispatchForm, held_letters

PAGES = Pages("desk_fairness", Access.DESK, "/desk/requests/<reference>/fairness")


class _NoticeForm(DispatchForm):
    """Sending of the notice."""

    to = RadioField(
        lazy_gettext("To which body?"), [InputRequired(lazy_gettext("Choose the body."))]
    )
    on = DayField(lazy_gettext("Date it was sent"))
    letter = Papers(
        lazy_gettext("The notice as sent"),
        single=True,
        needed=lazy_gettext("Attach the notice as sent."),
    )
    proofs = Papers(
        lazy_gettext("Proof of sending"),
        needed=lazy_gettext(
            "Attach proof that it was sent. The time to reply is counted from that date."
        ),
    )

    def __init__(self, bodies: dict[str, str], letters: Mapping[str, str]) -> None:
        super().__init__(letters)
        del self.without_proof
        self.to.choices = bodies
        if len(bodies) == 1 and self.to.data is None:
            self.to.data = next(iter(bodies))


class StatementForm(SpanForm):
    """A statement by a body."""

    body = RadioField(
        lazy_gettext("Which body?"),
        [InputRequired(lazy_gettext("Choose the body that made the statement."))],
    )
    words = TextAreaField(
        lazy_gettext("Its words"),
        [
            InputRequired(
                lazy_gettext("Enter the words of the statement. Readers will see them.")
            ),
            Length(max=20_000, message=lazy_gettext("This must be 20,000 characters or fewer.")),
        ],
        filters=[plain_lines],
        description=lazy_gettext(
            "The full text, word for word. Replace anything that identifies a private person "
            "with “[…]”."
        ),
    )
    checked = RadioField(
        lazy_gettext("How did you check that it comes from the body?"),
        [InputRequired(lazy_gettext("Choose how you checked that it comes from the body."))],
        choices=partial(capitalised, AUTHORSHIP),
    )
    papers = Papers(
        lazy_gettext("The signed statement"),
        needed=lazy_gettext("Attach the signed statement."),
    )

    def __init__(self, bodies: dict[str, str]) -> None:
        super().__init__()
        self.body.choices = bodies


@dataclass(frozen=True, slots=True)
class Spoken:
    """A body that the record criticises, with the notices to it and its answers to each."""

    key: str
    name: str
    about: tuple[str, ...]
    notices: tuple[tuple[Notified, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Stated:
    """A recorded statement."""

    seq: int
    body: str
    on: DaySpan
    checked: str
    words: str
    shown: bool


@PAGES.get("")
def fairness(reference: str) -> str:
    """Show the criticised bodies, the notices to them, and their statements."""
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
    bodies = _names(office, criticised(dossier.case_state))
    notices = [finalised_notice(office, dossier.case_state, each) for each in bodies]
    form = _NoticeForm(bodies, held_letters(next(filter(None, notices), None)))
    with told_on(form):
        if form.sent():
            pre_publication_notice.send_notice(
                office, reference, form.to.data, form.dispatch(), by=by()
            )
            words = gettext(
                "Notice logged. The body has {number} days to reply.",
                number=office.notice_days,
            )
            return done(reference, words)
    return action_page("notice_sent", form, reference)


@PAGES.route("/statement", methods=["GET", "POST"])
def statement(reference: str) -> Response | tuple[str, int]:
    """Record a body's signed statement."""
    office = the_office()
    form = StatementForm(_names(office, concerned(open_dossier(office, reference).case_state)))
    rest_on_what_came(form, form.papers, reference)
    with told_on(form):
        if form.sent():
            stated = BodyStatement(
                body=form.body.data,
                on=form.span,
                words=form.words.data or "",
                checked=AuthorshipCheck(form.checked.data),
                papers=form.papers.uploads,
            )
            right_of_reply.log_statement(office, reference, stated, by=by())
            words = gettext("Statement logged. Once published, it appears beside the record.")
            return done(reference, words)
    return action_page("statement", form, reference)


def _names(office: Office, keys: object) -> dict[str, str]:
    bodies = office.library.bodies
    return {key: worded(bodies[key].name) for key in keys if key in bodies}  # type: ignore[attr-defined]


def _spoken(office: Office, dossier: Dossier) -> list[Spoken]:
    sent = notified(dossier.case_state)
    found = criticised(dossier.case_state)
    return [
        Spoken(
            key=key,
            name=name,
            about=tuple(_event(e) for e in found[key]),
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
        return gettext("Its time to reply has passed.")
    return ngettext(
        "It has {number} more day to reply.", "It has {number} more days to reply.", left
    )


def _came(each: Notified) -> tuple[str, ...]:
    return tuple(_event(e) for e in each.answers)


def _event(entry: Entry) -> str:
    name = gettext(entry.event.label)
    return gettext("{what}, {day}", what=name, day=said_span(entry.event.on))


def _statements(office: Office, dossier: Dossier) -> list[_Stated]:
    shown = frozenset() if dossier.case_state.withheld else dossier.case_state.published
    return [
        _Stated(
            seq=entry.seq,
            body=worded(office.library.body(entry.event.body).name),
            on=entry.event.on,
            checked=gettext(AUTHORSHIP[entry.event.checked]),
            words=dossier.quotes.get(entry.seq, {}).get(STATEMENT, ""),
            shown=entry.seq in shown,
        )
        for entry in dossier.case_state.all(BodyStated.kind)
        if isinstance(entry.event, BodyStated)
    ]
