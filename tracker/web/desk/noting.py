"""Recording what stops or starts the clock: a fee asked and paid, a question back, a transfer."""

from collections.abc import Iterator

from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from tracker.domain.body import PublicBody, Role
from tracker.domain.events.clock.access_granted import AccessGranted
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.event import kinds_of
from tracker.domain.interruptions import Interruption
from tracker.domain.law import Law
from tracker.services.noting import Notable, notable, record_clock_event
from tracker.services.office import Office
from tracker.web.desk.actions import action_page, done
from tracker.web.desk.arriving import rest_on_what_came
from tracker.web.desk.dossier import Dossier, open_dossier
from tracker.web.doors import Door, Pages, by
from tracker.web.forms import Papers, SpanForm, told_on
from tracker.web.house import the_office
from tracker.web.language import later, say, speech, worded

# What stands for a body that the library does not have.
ELSEWHERE = "elsewhere"

PAGES = Pages("desk_noting", Door.DESK, "/desk/requests/<reference>")


class NoticeForm(SpanForm):
    """Something that stops, restarts or starts the time of the body."""

    moves = (*SpanForm.moves, "kind", "to")
    kind = RadioField(later("What happened?"), [InputRequired(later("Say what happened."))])
    to = SelectField(
        later("Body that received it"),
        description=later(
            "Only for a transfer. No silence of a body that is not on file can be shown."
        ),
    )
    papers = Papers(
        later("The paper that shows it"),
        needed=later("Add the paper that shows it: nothing is said of a body without it."),
        description=later(
            "The notice of the body; for what you paid or answered, your own proof."
        ),
    )

    def __init__(self, can: tuple[Notable, ...], bodies: dict[str, str]) -> None:
        super().__init__()
        self.kind.choices = {each.kind: say(each.event.label) for each in can}
        if Transferred.kind not in self.kind.choices:
            del self.to
        else:
            before = {"": say("No other body"), ELSEWHERE: say("A body that is not on file")}
            self.to.choices = before | bodies

    def validate_to(self, field: SelectField) -> None:
        """A transfer says where the request went, and nothing else does."""
        if self.kind.data == Transferred.kind and not field.data:
            raise ValidationError(say("Say which body received the request."))
        if self.kind.data != Transferred.kind and field.data:
            raise ValidationError(say("Only a transfer names another body: choose none here."))

    def event(self) -> ClockEvent:
        """What happened; a transfer names the body, where it is known."""
        if self.kind.data == Transferred.kind:
            to = "" if self.to.data == ELSEWHERE else self.to.data
            return Transferred(on=self.span, to=to)
        return kinds_of(ClockEvent)[self.kind.data](on=self.span)


@PAGES.route("/notice", methods=["GET", "POST"])
def notice(reference: str) -> Response:
    """Record a fact of which the law's time takes account."""
    office = the_office()
    dossier = open_dossier(office, reference)
    can = notable(dossier.standing, dossier.law)
    form = NoticeForm(can, {body.key: worded(body.name) for body in _others(office, dossier)})
    rest_on_what_came(form, form.papers, reference)

    def act(here: Office) -> None:
        record_clock_event(here, reference, form.event(), form.papers.uploads, by=by())

    with told_on(form):
        if form.sent():
            act(office)
            return done(reference, say("It is on record."), dossier)
    hints = {each.kind: " ".join(effects(each, dossier.law)) for each in can}
    return action_page("notice", form, reference, act, can=can, hints=hints)


def effects(known: Notable, law: Law) -> Iterator[str]:
    """What a fact does to the time under the law, in its own words where its file has them."""
    for stage in known.starts:
        yield say("From this day runs the time of the stage “{stage}”.", stage=stage.title)
    for stage in known.longer:
        section = (
            law.cite(stage.limits[-1].sources) if stage.limits else say("no number is on file")
        )
        yield say(
            "The body then has the time of the stage “{stage}” ({section}).",
            stage=stage.title,
            section=section,
        )
    for stage in known.asked:
        yield say("It does what was asked of you: “{stage}”.", stage=stage.title)
    if known.kind == AccessGranted.kind:
        yield say("It is no silence any more where it came in time.")
    for pause in known.pauses:
        yield (
            f"{worded(pause.says)} ({law.cite(pause.sources)})"
            if pause.sources
            else worded(pause.says)
        )
    yield from dict.fromkeys(_ends(interruption) for interruption in known.goes_on)
    if known.kind == Transferred.kind:
        yield _of_transfer(known, law)


def _ends(interruption: Interruption) -> str:
    return say("It ends what began on {day}.", day=speech().day_span(interruption.begin))


def _of_transfer(known: Notable, law: Law) -> str:
    if known.transfer:
        return f"{worded(known.transfer.says)} ({law.cite(known.transfer.sources)})"
    return say(
        "The file of this law says nothing of a transfer: the earliest last day is counted from "
        "the first receipt, the latest one from the receipt by the other body."
    )


def _others(office: Office, dossier: Dossier) -> Iterator[PublicBody]:
    """The bodies to which the request can have been handed on."""
    here = dossier.body.country
    for body in sorted(office.library.bodies.values(), key=lambda body: str(body.name)):
        hears_appeals = body.role is Role.APPEAL_BODY
        if (
            body.country == here
            and not hears_appeals
            and body.key != dossier.situation.acting_body
        ):
            yield body
