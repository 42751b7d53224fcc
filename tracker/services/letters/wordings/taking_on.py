"""Taking on a wording: a named lawyer declares command of the language and the law, and the office
may then send letters in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.text import SOURCE
from tracker.domain.law.law import Law, LetterKind
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.letters.offering import letter_languages
from tracker.services.letters.wordings.versions import version_of
from tracker.services.ports.people import AuditAct
from tracker.services.ports.workbook import TakenWording


class WordingState(StrEnum):
    """Whether a live office may use a wording, and if not, why."""

    REVIEWED = "reviewed"
    TAKEN_ON = "taken-on"
    CHANGED = "changed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class KnownWording:
    """The wording of letters under a law in a language, with the statement that counts, and the
    sentences that changed since."""

    law: Law
    language: str
    state: WordingState
    version: str
    taken: TakenWording | None = None
    changed: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Return whether a live office may send letters in it."""
        return self.state in (WordingState.REVIEWED, WordingState.TAKEN_ON)


def known_wordings(office: Office) -> tuple[KnownWording, ...]:
    """Return every wording besides the English ones, by law."""
    return tuple(_all(office))


def _all(office: Office) -> Iterator[KnownWording]:
    petitions = (each.as_law for each in office.library.petitions.values())
    for law in (*office.library.laws.values(), *petitions):
        for language in letter_languages(office.documents, law, LetterKind.REQUEST):
            if language != SOURCE:
                yield known_wording(office, law, language)


def known_wording(office: Office, law: Law, language: str) -> KnownWording:
    """Return the wording of letters under a law in a language."""
    if language not in office.unreviewed_languages:
        return KnownWording(law, language, WordingState.REVIEWED, "")
    version = version_of(office, law, language)
    taken = office.wordings_taken_on().get((law.key, language))
    if taken is None:
        return KnownWording(law, language, WordingState.OPEN, version.digest)
    if taken.version == version.digest:
        return KnownWording(law, language, WordingState.TAKEN_ON, version.digest, taken)
    changed = version.unlike(taken.sentences)
    return KnownWording(law, language, WordingState.CHANGED, version.digest, taken, changed)


def barred_languages(office: Office, law: Law) -> frozenset[str]:
    """Return the languages of a law in which this office may send no letter: in a live office
    those whose wording nobody reviewed or took on."""
    if not office.live:
        return frozenset()
    doubted = office.unreviewed_languages.intersection(law.languages)
    return frozenset(each for each in doubted if not _is_taken_on(office, law, each))


def _is_taken_on(office: Office, law: Law, language: str) -> bool:
    """Return whether a lawyer took on the wording as it is now.

    Its version takes milliseconds to calculate, so it is calculated only if there is a statement.
    """
    taken = office.wordings_taken_on().get((law.key, language))
    return taken is not None and known_wording(office, law, language).usable


def require_usable(office: Office, law: Law, language: str) -> None:
    """Raise NotAllowed if a live office would send a wording that nobody reviewed or took on."""
    if not office.live or language not in law.languages:
        return
    found = known_wording(office, law, language)
    if found.usable:
        return
    if found.state is WordingState.CHANGED:
        raise NotAllowed(
            "The “{language}” wording under {law} changed after a lawyer of this office took it "
            "on. A lawyer has to take it on again, or choose another language.",
            language=language,
            law=law.mention,
        )
    raise NotAllowed(
        "No native speaker has reviewed the “{language}” wording under {law}, and no lawyer of "
        "this office has taken it on. Take it on, or choose English.",
        language=language,
        law=law.mention,
    )


def take_on(
    office: Office, law_key: str, language: str, version: str, *, declared: bool, by: str
) -> None:
    """Log that a lawyer has command of a language and a law, read the wording and takes it on.

    `version` is that of the wording that was read. Raises NotOnFile for an unknown law, BadInput
    without the declaration or for another version, and NotAllowed for a wording that needs no
    statement.
    """
    law = office.library.law(law_key)
    if language not in letter_languages(office.documents, law, LetterKind.REQUEST):
        raise NotAllowed("No letter under {law} is written in that language.", law=law.mention)
    if language not in office.unreviewed_languages:
        raise NotAllowed("This wording was reviewed. Nobody has to take it on.")
    if not declared:
        raise BadInput("Declare that you have command of the language and of the law.")
    found = version_of(office, law, language)
    if found.digest != version:
        raise BadInput("The wording changed while you read it. Read it again.")
    taken = TakenWording(
        law.key, language, found.digest, frozenset(found.sentences), by, office.now()
    )
    office.taken_wordings.add(taken)
    note_act(office, AuditAct.WORDING_TAKEN_ON, who=by, about=_about(taken), detail=version[:12])


def withdraw_wording(office: Office, law_key: str, language: str, *, by: str) -> None:
    """Withdraw every statement on a wording. Raises NotAllowed if there is none."""
    law, at = office.library.law(law_key), office.now()
    if not office.taken_wordings.withdraw(law.key, language, by, at):
        raise NotAllowed("Nobody has taken on this wording.")
    note_act(office, AuditAct.WORDING_WITHDRAWN, who=by, about=f"{law.key} {language}")


def _about(taken: TakenWording) -> str:
    return f"{taken.law} {taken.language}"
