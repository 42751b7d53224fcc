"""Who made a capture or measurement, or saved an email as a file: for its draft certificate.

The particulars name a person, so they are never public. Those of a capture or measurement are
sealed to the office, those of an email to its request.
"""

import json
from dataclasses import asdict, astuple, dataclass

from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.base.messages import Message
from tracker.services.core.audit import note_act
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.people import AuditAct

LONGEST_MAKER = 300
MAKER = "maker"
_NOT_LOGGED = Message("Not logged. Enter the name: ____________________")
_SAVED = Message("Saved by a person and handed in as a file")


@dataclass(frozen=True, slots=True)
class EvidenceMaker:
    """A person with their post, the moment and the device and program, in that person's words.

    Each is empty while nobody has entered it.
    """

    name: str = ""
    moment: str = ""
    how: str = ""

    @property
    def known(self) -> bool:
        """Return whether anything was entered."""
        return any(astuple(self))


def checked_maker(maker: EvidenceMaker) -> EvidenceMaker:
    """Return the particulars on one line each. Raises BadInput if one is too long."""
    read = EvidenceMaker(*(" ".join(words.split()) for words in astuple(maker)))
    if any(len(words) > LONGEST_MAKER for words in astuple(read)):
        raise BadInput("This must be {longest:,} characters or fewer.", longest=LONGEST_MAKER)
    return read


def maker_of(office: Office, block: str, sha256: str) -> EvidenceMaker:
    """Return who made the capture or measurement about a block with a hash; empty if nobody
    entered it."""
    return _read((office.file(_of_office(block, sha256)) or b"").decode())


def keep_maker(office: Office, block: str, sha256: str, maker: EvidenceMaker, *, by: str) -> None:
    """Store who made a capture or measurement, in place of what was stored before.

    Nothing is left of it once all is empty. Raises BadInput as `checked_maker` does.
    """
    if written := _written(checked_maker(maker)):
        name, data = _of_office(block, sha256), written.encode()
        office.premises.files.keep(name, data, office.now(), private=True)
    else:
        forget_maker(office, block, sha256)
    note_act(office, AuditAct.IMPORTED, who=by, about=block, detail=MAKER)


def forget_maker(office: Office, block: str, sha256: str) -> None:
    """Delete who made a capture or measurement."""
    office.premises.files.remove(_of_office(block, sha256))


def saver_of(case: CaseFile, digest: str) -> EvidenceMaker:
    """Return who saved an email of a request as a file; empty if nobody entered it."""
    return _read(case.words(_of_request(digest)))


def keep_saver(
    office: Office, reference: str, digest: str, saver: EvidenceMaker, *, by: str
) -> None:
    """Store who saved an email as a file, in place of what was stored before.

    Raises NotOnFile if the request has no such document, BadInput as `checked_maker` does.
    """
    written = _written(checked_maker(saver))
    with office.cases.open(reference) as case:
        if digest not in {paper.digest for paper in case.papers()}:
            raise NotOnFile("This request has no such document. Choose one from the bundle.")
        case.keep_words(_of_request(digest), written)
    note_act(office, AuditAct.IMPORTED, who=by, about=reference, detail=MAKER)


def maker_rows(maker: EvidenceMaker, by: str, locale: Locale) -> tuple[tuple[str, str], ...]:
    """Return the rows of a certificate about who made a file, with a blank for the name that is
    missing. `by` is the name of the row for that person."""
    say = locale.say
    rows = [(by, maker.name or say(_NOT_LOGGED))]
    if maker.moment:
        rows.append((say("Time, as that person gave it"), maker.moment))
    return (*rows, (say("How it was made"), maker.how or say(_SAVED)))


def _of_office(block: str, sha256: str) -> str:
    return f"{MAKER} of {block} {sha256}"


def _of_request(digest: str) -> str:
    return f"{MAKER} of {digest}"


def _read(words: str) -> EvidenceMaker:
    return EvidenceMaker(**json.loads(words)) if words else EvidenceMaker()


def _written(maker: EvidenceMaker) -> str:
    return json.dumps(asdict(maker), ensure_ascii=False) if maker.known else ""
