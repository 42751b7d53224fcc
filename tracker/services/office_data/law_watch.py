"""The watch over the laws: when each was last compared, what is due, and who signed it."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.law.law import Law
from tracker.domain.law.law_file import LawChange
from tracker.domain.law.signature import LawSignature, SignedAs, shown_signatures
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.office_data.due_comparisons import Comparison, all_due, compared_until
from tracker.services.ports.people import AuditAct

LONGEST_SIGNED = 200
_EVER = date.min


@dataclass(frozen=True, slots=True)
class WatchedLaw:
    """A law with its next comparison, the newest entry of its history, and its signatures.

    `due_from` is None if it was never compared. `own` says that it is an entry of the office.
    """

    law: Law
    due_from: date | None
    is_due: bool
    newest_change: LawChange | None
    signatures: tuple[LawSignature, ...]
    own: bool


def watched_laws(office: Office) -> tuple[WatchedLaw, ...]:
    """Return the laws that the public sees, those due first."""
    found = (watched_law(office, key) for key in office.library.public.laws)
    return tuple(sorted(found, key=lambda each: (each.due_from or _EVER, each.law.key)))


def watched_law(office: Office, key: str) -> WatchedLaw:
    """Return one law that the public sees. Raises NotOnFile if there is none."""
    law = _public_law(office, key)
    last = law.compared_on
    due = compared_until(last) if last else None
    return WatchedLaw(
        law,
        due,
        is_due=due is None or due <= office.latest_today(),
        newest_change=max(law.changes, key=lambda change: change.on, default=None),
        signatures=shown_signatures(office.law_signatures.of_law(key), law.digest),
        own=("laws", key) in office.library.own,
    )


def other_comparisons(office: Office) -> tuple[Comparison, ...]:
    """Return the calendars and addresses that are due to be compared with their sources."""
    today = office.latest_today()
    due = (each for each in all_due(office.library) if each.is_due(today))
    return tuple(each for each in due if not each.place.startswith("laws/"))


def sign_law(office: Office, key: str, digest: str, name: str, post: str, *, by: str) -> SignedAs:
    """Sign a law as one of its two readers, and return as which.

    Raises BadInput without a name and a post; NotAllowed if the law changed since its reader
    opened it, if two readers have signed it, and for a reader who has signed it already.
    """
    law, name, post = _public_law(office, key), _one_line(name), _one_line(post)
    if law.digest != digest:
        raise NotAllowed("This law has changed since you opened the page. Read it again.")
    present = [each for each in office.law_signatures.of_law(key) if each.digest == law.digest]
    if any(each.by == by or each.name.casefold() == name.casefold() for each in present):
        raise NotAllowed("You have signed this text already. The other reader is another person.")
    taken = {each.signed_as for each in present}
    free = next((signed_as for signed_as in SignedAs if signed_as not in taken), None)
    if free is None:
        raise NotAllowed("Two readers have signed this text already.")
    signature = LawSignature(key, digest, free, name, post, by, office.now())
    if not office.law_signatures.sign(signature):
        raise NotAllowed("Someone else has just signed this text. Open the page again.")
    note_act(office, AuditAct.LAW_SIGNED, who=by, about=key)
    return free


def withdraw_signature(office: Office, key: str, number: int, *, by: str) -> None:
    """Delete a signature of the account `by`. Raises NotOnFile if it has none of that number."""
    if not office.law_signatures.withdraw(number, by):
        raise NotOnFile("You have no such signature under this law.")
    note_act(office, AuditAct.LAW_SIGNATURE_WITHDRAWN, who=by, about=key)


def _public_law(office: Office, key: str) -> Law:
    law = office.library.public.laws.get(key)
    if law is None:
        raise NotOnFile("The public library has no law “{key}”.", key=key)
    return law


def _one_line(typed: str) -> str:
    line = " ".join(typed.split())
    if not line or len(line) > LONGEST_SIGNED or not line.isprintable():
        raise BadInput(
            "A name and a post must each have 1 to {longest} characters.", longest=LONGEST_SIGNED
        )
    return line
