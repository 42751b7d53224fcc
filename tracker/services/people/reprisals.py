"""Notes on reprisals against people who made requests, and decisions who signs a request."""

import secrets
from collections.abc import Sequence

from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.case.request import Applicant
from tracker.domain.words.folding import folded_words
from tracker.services.core.anonymity import require_anonymous
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct
from tracker.services.ports.risks import Reprisal, SigningDecision

LONGEST_REPRISAL, LONGEST_WHEN, LONGEST_REPRISAL_SOURCE, LONGEST_SIGNING_REASON = (
    2000,
    100,
    500,
    1000,
)
LONGEST_SIGNER = 200
# Who may sign: the applicant, an organisation, someone else, or nobody.
SIGNERS = ("applicant", "organisation", "other", "nobody")
IN_PLACE = frozenset({"organisation", "other"})


def note_reprisal(
    office: Office, body: str, what: str, when: str, source: str, *, by: str
) -> Reprisal:
    """Note a reprisal for a request to a body.

    Raises NotOnFile for an unknown body, and BadInput if a part is missing, too long, or
    identifies a person.
    """
    known = office.library.body(body)
    what, when, source = what.strip(), when.strip(), source.strip()
    if not (what and when and source):
        raise BadInput("Enter what happened, when, and the source.")
    if (
        len(what) > LONGEST_REPRISAL
        or len(when) > LONGEST_WHEN
        or len(source) > LONGEST_REPRISAL_SOURCE
    ):
        raise BadInput(
            "At most {what:,} characters for what happened, {when} for when, {source} for the "
            "source.",
            what=LONGEST_REPRISAL,
            when=LONGEST_WHEN,
            source=LONGEST_REPRISAL_SOURCE,
        )
    require_anonymous(f"{what}\n{when}", Applicant())
    id = secrets.token_hex(32)
    noted = Reprisal(id, known.key, what, when, source, by, office.now())
    with office.cases.together():
        office.people.risks.note_reprisal(noted)
        note_act(office, AuditAct.REPRISAL_NOTED, who=by, about=known.key)
    return noted


def withdraw_reprisal(office: Office, body: str, id: str, *, by: str) -> None:
    """Withdraw a note that was a mistake. Raises NotOnFile if the body has no such note, or if it
    is withdrawn already."""
    if id not in {each.id for each in reprisals_of(office, body)}:
        raise NotOnFile("This note is no longer here. Reload the page.")
    with office.cases.together():
        office.people.risks.withdraw_reprisal(id, by, office.now())
        note_act(office, AuditAct.REPRISAL_WITHDRAWN, who=by, about=body)


def reprisals_of(office: Office, body: str) -> Sequence[Reprisal]:
    """Return the notes on a body that are not withdrawn, newest first."""
    return [each for each in office.people.risks.reprisals(body) if each.counts]


def decide_signing(
    office: Office, reference: str, signs: str, why: str, *, name: str = "", by: str
) -> None:
    """Record who signs a draft and why. `name` is that of an organisation or person who signs in
    place of the applicant. Raises BadInput if a part is missing."""
    why, name = why.strip(), name.strip() if signs in IN_PLACE else ""
    if signs not in SIGNERS:
        raise BadInput("Choose who signs.")
    if not why or len(why) > LONGEST_SIGNING_REASON:
        raise BadInput(
            "Enter the reason, in {longest:,} characters or fewer.", longest=LONGEST_SIGNING_REASON
        )
    if signs in IN_PLACE and not 0 < len(name) <= LONGEST_SIGNER:
        raise BadInput(
            "Enter the name of the person or organisation that signs in place of the "
            "applicant, in {longest} characters or fewer.",
            longest=LONGEST_SIGNER,
        )
    with office.cases.together():
        office.drafts.keep_signing(reference, SigningDecision(signs, why, by, office.now(), name))
        note_act(office, AuditAct.SIGNING_DECIDED, who=by, about=reference)


def decision_lacks(noted: Sequence[Reprisal], decision: SigningDecision | None) -> BadInput | None:
    """Return why a draft to a body with noted reprisals cannot be finalised: no lawyer decided who
    signs, a reprisal was noted after the decision, or the decision is that nobody signs."""
    if decision is None or decision.at < max(each.noted_at for each in noted):
        return BadInput(
            "Reprisals for asking are noted for this body. A lawyer must record who signs, and "
            "why."
        )
    if decision.signs == "nobody":
        return BadInput("A lawyer decided that nobody signs this request. Discard the draft.")
    if decision.signs in IN_PLACE and not decision.name:
        return BadInput(
            "Enter the name of the person or organisation that signs in place of the applicant."
        )
    return None


def signatory_lacks(decision: SigningDecision | None, named: str) -> BadInput | None:
    """Return why the letter does not fit the decision who signs: an organisation or person signs
    in place of the applicant, but the draft names someone else."""
    if decision is None or decision.signs not in IN_PLACE or not decision.name:
        return None
    if folded_words(decision.name) == folded_words(named):
        return None
    return BadInput(
        "A lawyer decided that {name} signs. Enter this name, with its address and contact, in "
        "place of the applicant’s.",
        name=decision.name,
    )
