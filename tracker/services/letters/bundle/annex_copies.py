"""Copies for annexes that a request has no file for: decisions, reports, an authority to act.

The copy of a decision belongs to the office, is sealed to it, and serves every request that cites
the decision. Any other copy is a document of its request. Both are stored as the PDF that the
bundle prints. A copy that was replaced or withdrawn stays on the list with its hashes.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.services.core.audit import note_act
from tracker.services.core.evidence import MEDIA_TYPES, Upload, keep_evidence, sha256_of
from tracker.services.core.office import Office
from tracker.services.letters.pleading.annex_letters import (
    AUTHORITY_KEY,
    DECISION_PREFIX,
    REPORT_PREFIX,
    decision_key,
)
from tracker.services.ports.cases import CaseFile, Paper
from tracker.services.ports.people import AuditAct

# A judgment can be long. The bundle itself has room for 600 pages.
MOST_COPY_PAGES = 400
COPY = "annex-copy"

ReadFile = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class CopyPlace:
    """What a copy is for: an annex of a request by its key, or a decision, without a reference."""

    key: str
    reference: str = ""

    @property
    def about(self) -> str:
        """Return what the audit trail says the copy is about."""
        return self.reference or self.key.removeprefix(DECISION_PREFIX)


@dataclass(frozen=True, slots=True)
class AnnexCopy:
    """A copy that a person handed in: a PDF of `pages` pages and `size` bytes.

    `place` names the PDF in the archive of the request, or among the files of the office. `sha256`
    is its hash, `original` that of the file `name` it was made from.
    """

    place: str
    sha256: str
    original: str
    name: str
    size: int
    pages: int
    by: str
    at: str
    ended_by: str = ""
    ended_at: str = ""

    @property
    def kept_at(self) -> datetime:
        """Return when it was handed in."""
        return datetime.fromisoformat(self.at)

    @property
    def ended(self) -> datetime | None:
        """Return when it was replaced or withdrawn, None if the bundle prints it."""
        return datetime.fromisoformat(self.ended_at) if self.ended_at else None

    @property
    def paper(self) -> Paper:
        """Return it as a document."""
        pdf = MEDIA_TYPES["pdf"]
        return Paper(self.place, self.pdf_name, pdf, self.size, self.kept_at, COPY)

    @property
    def pdf_name(self) -> str:
        """Return the file name of the PDF."""
        return f"{self.name.rpartition('.')[0] or self.name}.pdf"


def takes_copy(key: str) -> bool:
    """Return whether a person hands in the copy of an annex. Other annexes are documents of the
    timeline."""
    return key == AUTHORITY_KEY or key.startswith((DECISION_PREFIX, REPORT_PREFIX))


def place_of_copy(reference: str, key: str) -> CopyPlace:
    """Return the place of the copy of an annex: decisions belong to the office."""
    return CopyPlace(key, "" if key.startswith(DECISION_PREFIX) else reference)


def place_of_decision(office: Office, authority: str) -> CopyPlace:
    """Return the place of the copy of a decision. Raises NotOnFile for an unknown one."""
    return CopyPlace(decision_key(office.library.authority(authority).key))


def copies_of(office: Office, place: CopyPlace) -> tuple[AnnexCopy, ...]:
    """Return every copy for a place, the last one first."""
    if place.reference:
        with office.cases.look(place.reference) as case:
            return _listed(case.words(_list_of(place.key)))
    return _of_office(office.file, place)


def copy_in_force(read: ReadFile, case: CaseFile, key: str) -> AnnexCopy | None:
    """Return the copy that the bundle of a request prints for an annex, None if there is none.

    `read` reads the files of the office.
    """
    place = place_of_copy(case.reference, key)
    found = _listed(case.words(_list_of(key))) if place.reference else _of_office(read, place)
    return _in_force(found)


def copy_pdf(office: Office, place: CopyPlace, copy: AnnexCopy) -> bytes:
    """Return the PDF of a copy. Raises NotOnFile if it was deleted."""
    if place.reference:
        return office.archive.read(place.reference, copy.place)
    return decision_pdf(office, copy.place)


def decision_pdf(office: Office, name: str) -> bytes:
    """Return the copy of a decision by its name. Raises NotOnFile if it was deleted."""
    data = office.file(name)
    if data is None:
        raise NotOnFile("This copy was replaced or withdrawn. Open the page of the authority.")
    return data


def keep_copy(office: Office, place: CopyPlace, upload: Upload, *, by: str) -> None:
    """Store a copy as a PDF without scripts, links and attached files; it replaces the one before.

    The same file is not stored twice. Raises BadInput with the reason if it cannot be drawn or has
    too many pages.
    """
    before = copies_of(office, place)
    known = _in_force(before)
    if known and known.original == sha256_of(upload.data):
        return
    try:
        fitted = office.binder.fit(upload.data, upload.media, MOST_COPY_PAGES)
    except BadInput as refusal:
        raise BadInput("“{name}” was not saved. {why}", name=upload.name, why=refusal) from refusal
    copy = AnnexCopy(
        place=f"{place.key} {len(before) + 1}",
        sha256=sha256_of(fitted.data),
        original=sha256_of(upload.data),
        name=upload.name,
        size=len(fitted.data),
        pages=fitted.pages,
        by=by,
        at=office.now().isoformat(),
    )
    _change(office, place, by, copy, fitted.data)
    note_act(office, AuditAct.IMPORTED, who=by, about=place.about, detail=COPY)


def withdraw_copy(office: Office, place: CopyPlace, *, by: str) -> None:
    """Take a copy out of later bundles. Raises NotAllowed if there is none."""
    if _in_force(copies_of(office, place)) is None:
        raise NotAllowed("There is no copy to withdraw. Reload the page.")
    _change(office, place, by)
    note_act(office, AuditAct.REMOVED, who=by, about=place.about, detail=COPY)


def _change(
    office: Office, place: CopyPlace, by: str, copy: AnnexCopy | None = None, data: bytes = b""
) -> None:
    """End the copy in force, and add a new one if there is one."""
    name, at = _list_of(place.key), office.now()
    if place.reference:
        with office.cases.open(place.reference) as case:
            listed = _ended(_listed(case.words(name)), by, at)
            if copy:
                pdf = Upload(copy.pdf_name, data, MEDIA_TYPES["pdf"])
                (digest,) = keep_evidence(office, case, [pdf], purpose=COPY)
                listed = (replace(copy, place=digest), *listed)
            case.keep_words(name, _written(listed))
        return
    files = office.premises.files
    with office.cases.together():
        before = _of_office(office.file, place)
        if known := _in_force(before):
            files.remove(known.place)
        listed = _ended(before, by, at)
        if copy:
            files.keep(copy.place, data, at, private=True)
            listed = (copy, *listed)
        files.keep(name, _written(listed).encode(), at, private=True)


def _ended(listed: Sequence[AnnexCopy], by: str, at: datetime) -> tuple[AnnexCopy, ...]:
    return tuple(
        each if each.ended_at else replace(each, ended_by=by, ended_at=at.isoformat())
        for each in listed
    )


def _in_force(listed: Sequence[AnnexCopy]) -> AnnexCopy | None:
    return next((each for each in listed if not each.ended_at), None)


def _of_office(read: ReadFile, place: CopyPlace) -> tuple[AnnexCopy, ...]:
    return _listed((read(_list_of(place.key)) or b"").decode())


def _list_of(key: str) -> str:
    return f"copies of {key}"


def _listed(words: str) -> tuple[AnnexCopy, ...]:
    return tuple(AnnexCopy(**each) for each in json.loads(words)) if words else ()


def _written(listed: Sequence[AnnexCopy]) -> str:
    return json.dumps([asdict(each) for each in listed], ensure_ascii=False)
