"""Unfinished long forms: what a person typed and attached, sealed with the request until it is
entered."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.base.errors import BadInput
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile

# Characters. The form of a response with the longest quotes for every item has half of this.
LONGEST_UNFINISHED = 200_000
MOST_ATTACHED = 20


@dataclass(frozen=True, slots=True)
class _Typed:
    """What one person typed into one form, and when it was saved."""

    at: datetime
    fields: Mapping[str, list[str]]


def keep_typed(
    office: Office, reference: str, form: str, fields: Mapping[str, list[str]], *, by: str
) -> _Typed:
    """Save what this person typed into a form, replacing what was saved before.

    It is no entry and proves nothing. Raises BadInput if it is too long.
    """
    typed = _Typed(office.now(), fields)
    words = json.dumps([typed.at.isoformat(), dict(fields)], ensure_ascii=False)
    if len(words) > LONGEST_UNFINISHED:
        raise BadInput("This is too long to save. Shorten the text you copied.")
    with office.cases.open(reference) as case:
        case.keep_words(_name(form, by), words)
    return typed


def typed_before(office: Office, reference: str, form: str, *, by: str) -> _Typed | None:
    """Return what this person typed into a form and has not entered, None if nothing."""
    with office.cases.look(reference) as case:
        words = case.words(_name(form, by))
    if not words:
        return None
    at, fields = json.loads(words)
    return _Typed(datetime.fromisoformat(at), fields)


def drop_typed(office: Office, reference: str, form: str, *, by: str) -> None:
    """Delete what was typed and attached, once it was entered or is no longer wanted.

    A file that an entry names stays.
    """
    if typed_before(office, reference, form, by=by):
        with office.cases.open(reference) as case:
            case.keep_words(_name(form, by), "")
    with office.cases.look(reference) as case:
        attached = attached_in(case, by=by)
    if attached:
        with office.cases.open(reference) as case:
            known = {paper.digest for paper in case.papers()}
            for digest in attached.keys() - known:
                office.archive.forget(reference, digest)
            case.keep_words(_attachments(by), "")


def forget_attached(office: Office, reference: str, digest: str, *, by: str) -> None:
    """Remove a file from the list of files that this person attached. It is deleted unless an
    entry names it."""
    with office.cases.open(reference) as case:
        listed = dict(attached_in(case, by=by))
        if listed.pop(digest, None) is None:
            return
        if digest not in {paper.digest for paper in case.papers()}:
            office.archive.forget(reference, digest)
        case.keep_words(_attachments(by), json.dumps(listed, ensure_ascii=False))


def keep_attached(
    office: Office, reference: str, uploads: Iterable[Upload], *, by: str
) -> Mapping[str, Upload]:
    """Store files that this person attached to a form that is not entered; return them by digest.

    Raises BadInput for more files than a form can have.
    """
    with office.cases.open(reference) as case:
        listed = dict(attached_in(case, by=by))
        kept = {}
        for upload in uploads:
            digest = office.archive.keep(reference, upload.data)
            listed[digest], kept[digest] = (upload.name, upload.media), upload
        if len(listed) > MOST_ATTACHED:
            raise BadInput("Attach {most} files or fewer.", most=MOST_ATTACHED)
        case.keep_words(_attachments(by), json.dumps(listed, ensure_ascii=False))
    return kept


def attached_before(
    office: Office, reference: str, *, by: str, only: str = ""
) -> Mapping[str, Upload]:
    """Return the files that this person attached and has not entered, by digest. With `only`,
    return only the file with that digest."""
    with office.cases.look(reference) as case:
        listed = attached_in(case, by=by)
    return {
        digest: Upload(name, office.archive.read(reference, digest), media)
        for digest, (name, media) in listed.items()
        if only in ("", digest)
    }


def attached_in(case: CaseFile, *, by: str) -> Mapping[str, tuple[str, str]]:
    """Return the name and media type of each file that this person attached, by digest."""
    words = case.words(_attachments(by))
    return {digest: (name, media) for digest, (name, media) in json.loads(words or "{}").items()}


def _attachments(by: str) -> str:
    return f"attached:{by}"


def _name(form: str, by: str) -> str:
    return f"typed:{form}:{by}"
