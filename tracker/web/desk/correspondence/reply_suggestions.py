"""What the words of a mail suggest for the form of a response, and where each suggestion leads.

A suggestion fills fields only when a person uses it. One that belongs in another form opens it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for

from tracker.domain.correspondence.mail_words import ReplyKind
from tracker.domain.correspondence.suggesting import ReplyHint
from tracker.domain.events import KINDS
from tracker.domain.events.clock.clarification_asked import ClarificationAsked
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.event import Event, kinds_of
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.responses.answered import Answered
from tracker.domain.events.responses.not_held import NotHeld
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.refused import Refused
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.body import PublicBody
from tracker.domain.law.pleas import Exemption
from tracker.domain.words.folding import search_words
from tracker.services.cases.clock_events import notable
from tracker.services.core.roles import Act
from tracker.services.correspondence.suggestions import hints_for_entry
from tracker.web.base.access import person_may
from tracker.web.base.language import gettext, worded
from tracker.web.base.permissions import RECORDING
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.dossier import Dossier
from tracker.web.desk.base.incoming import PAPER
from tracker.web.desk.correspondence.mail_words import REPLY_KINDS

# The name of the buttons that use or dismiss a suggestion. The value is the key of a suggestion,
# alone or after DISMISS, or AGAIN to show those that were dismissed.
SUGGESTION, DISMISS, AGAIN = "use", "dismiss:", "again"
_NOTICE = "desk_clock_events.notice"
_NOTICES: dict[ReplyKind, type[Event]] = {
    ReplyKind.FEE: FeeNoticed,
    ReplyKind.ASKS_BACK: ClarificationAsked,
    ReplyKind.SENT_ON: Transferred,
}
_BY_FORM: dict[ReplyKind, type[Event]] = {
    ReplyKind.ACKNOWLEDGED: Acknowledged,
    ReplyKind.HEARING: HearingFixed,
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion: what the words mean, what using it does, the fields that it fills, and the
    page with these fields; no page means the form of a response."""

    key: str
    kind: str
    hint: ReplyHint
    does: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    page: str = ""

    def fills(self, form: Any) -> bool:
        """Return whether the form already says what this suggestion would fill in."""
        return bool(self.fields) and all(form[n].data == v for n, v in self.fields.items())


def suggestions_for(dossier: Dossier, bodies: Iterable[PublicBody]) -> tuple[Suggestion, ...]:
    """Return the suggestions from the mail with which a form was started.

    `bodies` are those to which a request can be transferred.
    """
    seq = request.args.get(PAPER, 0, type=int)
    if not seq or not person_may(Act.BROWSE):
        return ()
    found = hints_for_entry(the_office(), dossier.reference, seq)
    known = tuple(bodies)
    return tuple(_suggestion(dossier, each, found, known) for each in found)


def fill_from_mail(form: Any, dossier: Dossier, bodies: Iterable[PublicBody]) -> None:
    """Fill in a form that was opened by a suggestion, with what the mail says."""
    wanted = request.args.get(SUGGESTION)
    if not wanted or request.method != "GET":
        return
    for each in suggestions_for(dossier, bodies):
        if each.key == wanted and each.page:
            for name, value in each.fields.items():
                form[name].data = value


def other_form_of(suggestion: Suggestion, reference: str) -> str:
    """Return the address of the other form in which a suggestion belongs. It names the mail and
    the suggestion, and has no words of the mail."""
    page = url_for(suggestion.page, reference=reference)
    return f"{page}?{PAPER}={request.args.get(PAPER, 0, type=int)}&{SUGGESTION}={suggestion.key}"


def use_suggestion(form: Any, wish: str, found: Sequence[Suggestion]) -> Suggestion | None:
    """Fill in, dismiss or show again, as the pressed button says.

    Return the suggestion if it belongs in another form. A button that names no suggestion changes
    nothing.
    """
    hidden = dismissed_in(form)
    if wish == AGAIN:
        form.dismissed.data = ""
        return None
    chosen = next((s for s in found if s.key == wish.removeprefix(DISMISS)), None)
    if chosen is None:
        return None
    if wish.startswith(DISMISS):
        form.dismissed.data = " ".join(dict.fromkeys([*hidden, chosen.key]))
        return None
    if chosen.page:
        return chosen
    for name, value in chosen.fields.items():
        form[name].data = value
    return None


def dismissed_in(form: Any) -> tuple[str, ...]:
    """Return the keys of the suggestions that were dismissed."""
    return tuple((form.dismissed.data or "").split())


def marked_words(words: str, found: Iterable[Suggestion]) -> Iterator[tuple[str, str]]:
    """Yield a text in pieces, each with the key of the suggestion whose words it has, or empty."""
    places = []
    for each in found:
        at = words.find(each.hint.sentence)
        if at >= 0:
            start = at + each.hint.at
            places.append((start, start + len(each.hint.words), each.key))
    done = 0
    for start, end, key in sorted(places):
        if start >= done:
            yield words[done:start], ""
            yield words[start:end], key
            done = end
    yield words[done:], ""


def _suggestion(
    dossier: Dossier,
    hint: ReplyHint,
    found: Sequence[ReplyHint],
    bodies: Sequence[PublicBody],
) -> Suggestion:
    key, kind = f"{hint.kind}-{hint.start}", str(REPLY_KINDS[hint.kind])
    if response := _response(hint.kind, found):
        fields = {"kind": response} | _ground(dossier, hint)
        return Suggestion(key, kind, hint, _said(dossier, fields), fields)
    page, fields = _elsewhere(dossier, hint, bodies)
    if page:
        does = gettext("This opens another form. What you typed here stays saved.")
        return Suggestion(key, kind, hint, does, fields, page)
    if hint.kind is ReplyKind.SENT_ON and (body := _named_body(hint.sentence, bodies)):
        does = gettext("Body it refers to: {body}", body=worded(body.name))
        return Suggestion(key, kind, hint, does, {"referred_to": body.key})
    return Suggestion(key, kind, hint)


def _response(kind: ReplyKind, found: Sequence[ReplyHint]) -> str:
    """Return the type of response that words suggest; empty if they suggest none."""
    if kind is ReplyKind.REFUSAL:
        return Refused.kind
    if kind is ReplyKind.NOT_HELD:
        return NotHeld.kind
    if kind is ReplyKind.GIVEN:
        refused = any(h.kind in (ReplyKind.REFUSAL, ReplyKind.NOT_HELD) for h in found)
        return PartlyAnswered.kind if refused else Answered.kind
    return ""


def _elsewhere(
    dossier: Dossier, hint: ReplyHint, bodies: Sequence[PublicBody]
) -> tuple[str, dict[str, str]]:
    """Return the other form that words suggest, with its fields; empty if there is none at this
    stage of the request."""
    state, stage = dossier.case_state, dossier.law.first_stage()
    if event := _NOTICES.get(hint.kind):
        if all(each.kind != event.kind for each in notable(dossier.case_status, dossier.law)):
            return "", {}
        return _NOTICE, {"kind": event.kind} | _notice_fields(hint, bodies)
    if hint.kind is ReplyKind.MORE_TIME:
        open_ = stage.extension and state.extension is None and not state.replies
        return ("desk_receiving.extension" if open_ else ""), {}
    if hint.kind is ReplyKind.ORDER:
        return ("desk_appealing.decision" if state.undecided() else ""), {}
    if recorded := _BY_FORM.get(hint.kind):
        offered = KINDS[recorded.kind].offered(state)
        return (f"{RECORDING}.{recorded.kind}" if offered else ""), {}
    return "", {}


def _notice_fields(hint: ReplyHint, bodies: Sequence[PublicBody]) -> dict[str, str]:
    """Return the sum of a fee, or the body of a transfer, where the words name them."""
    if hint.kind is ReplyKind.FEE and any(each.isdecimal() for each in hint.words):
        return {"sum": hint.words.strip(" .,;:۔")}
    if hint.kind is ReplyKind.SENT_ON and (body := _named_body(hint.sentence, bodies)):
        return {"to": body.key}
    return {}


def _named_body(sentence: str, bodies: Sequence[PublicBody]) -> PublicBody | None:
    """Return the body whose whole name is in a sentence; of names within names, the longest.

    There is none if two names are equally long.
    """
    words = f" {' '.join(search_words(sentence))} "
    lengths: dict[int, set[str]] = {}
    for body in bodies:
        for name in body.name.words.values():
            folded = f" {' '.join(search_words(name))} "
            if folded.strip() and folded in words:
                lengths.setdefault(len(folded), set()).add(body.key)
    longest = lengths[max(lengths)] if lengths else set()
    return next((b for b in bodies if longest == {b.key}), None)


def _ground(dossier: Dossier, hint: ReplyHint) -> dict[str, str]:
    """Return the ground of a refusal whose words name a clause: the exemption of the law's file,
    or the section as the words name it."""
    number, clause = _clause(hint.words)
    if hint.kind is not ReplyKind.REFUSAL or not (number and clause):
        return {}
    listed = [each for each in dossier.law.exemptions if _cites(each, number, clause)]
    if len(listed) == 1:
        return {"same_ground": listed[0].key}
    return {"same_section": f"{number}({clause})"}


def _cites(known: Exemption, number: str, clause: str) -> bool:
    marks = [w for w in search_words(str(known.cite)) if len(w) == 1 or w.isdecimal()]
    return marks == [number, clause]


def _clause(words: str) -> tuple[str, str]:
    """Return the section and the clause that words name, each empty if they name none."""
    folded = search_words(words)
    number = next((each for each in folded if each.isdecimal()), "")
    clause = next((each for each in folded if len(each) == 1 and each.isalpha()), "")
    return number, clause


def _said(dossier: Dossier, fields: Mapping[str, str]) -> str:
    """Return what using a suggestion sets in the form of a response."""
    chosen = kinds_of(Reply)[fields["kind"]]
    said = gettext("Type of response: {kind}.", kind=gettext(chosen.label))
    cites = {each.key: worded(each.cite) for each in dossier.law.exemptions}
    ground = cites.get(fields.get("same_ground", ""), "") or fields.get("same_section", "")
    if not ground:
        return said
    return f"{said} {gettext('Ground of all refused items: {section}.', section=ground)}"
