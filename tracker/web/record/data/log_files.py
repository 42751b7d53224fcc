"""The files of the public log: checkpoint, keys, tiles, entries and proofs.

Their addresses follow C2SP tlog-tiles, so that other people's programs can follow the log. They
hold only what is signed and public, and scripts on any page may fetch them.
"""

from base64 import b64encode
from collections.abc import Callable

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from tracker.domain.base.errors import BadInput, Refusal
from tracker.services.core.office import Office
from tracker.services.public.record_proof import evidence_proof_file, proof_file
from tracker.web.base.access import Access, Pages
from tracker.web.base.language import gettext, refused
from tracker.web.base.security import for_programs
from tracker.web.record.pages import declared_inputs

A_YEAR = 365 * 24 * 60 * 60
TEXT, BYTES, _JSON = "text/plain", "application/octet-stream", "application/json"
_STAMP = "application/timestamp-reply"
_GONE, _NOT_FOUND, BAD, _TROUBLE = 410, 404, 400, 503


def pages(office: Office) -> Pages:
    """Return the blueprint of the log's files."""
    log = Pages("log", Access.PUBLIC)
    files: dict[str, tuple[str, Callable[..., ResponseReturnValue]]] = {
        "checkpoint": ("/log/checkpoint", lambda: _checkpoint(office)),
        "key": ("/log/key", lambda: _keys(office)),
        "consistency": ("/log/consistency", lambda: _consistency(office)),
        "file": ("/log/<path:path>", lambda path: _file(office, path)),
    }
    for name, (rule, view) in files.items():
        log.add_url_rule(rule, name, view)
    log.declared |= {
        "checkpoint": declared_inputs.log,
        "key": declared_inputs.log,
        "file": declared_inputs.log_file,
    }
    return log


def send_proof(office: Office, reference: str) -> Response:
    """Return the proof of the current version of a record.

    Raises NotOnFile if there is no record.
    """
    record = office.records.record(reference.strip().lower())
    if record.withheld:
        return _said(gettext("This record has been taken down."), _GONE)
    found = proof_file(office, record)
    if found is None:
        return _said(gettext("This version does not have a position in the log yet."), _NOT_FOUND)
    return for_programs(Response(found, mimetype=_JSON))


def send_evidence_proof(office: Office, key: str, digest: str) -> Response:
    """Return the proof of a finding or capture about a block. Raises NotOnFile."""
    found = evidence_proof_file(office, office.library.block(key).key, digest)
    if found is None:
        return _said(gettext("This does not have a position in the log yet."), _NOT_FOUND)
    return for_programs(Response(found, mimetype=_JSON))


def _checkpoint(office: Office) -> Response:
    note = office.log.newest()
    if note is None:
        return _said(gettext("The log is empty."), _NOT_FOUND)
    return _fresh(Response(note, mimetype=TEXT))


def _keys(office: Office) -> Response:
    try:
        keys = office.log.keys()
    except Refusal:
        return _said(gettext("The key of the log cannot be read now."), _TROUBLE)
    return _fresh(Response("".join(f"{key}\n" for key in keys), mimetype=TEXT))


def _consistency(office: Office) -> Response:
    old, new = (request.args.get(name, 0, type=int) for name in ("old", "new"))
    try:
        hashes = office.log.consistency(old, new)
    except BadInput as refusal:
        return _said(refused(refusal), BAD)
    told = {"old": old, "new": new, "hashes": [b64encode(each).decode() for each in hashes]}
    return _kept(jsonify(told))


def _file(office: Office, path: str) -> Response:
    found = office.log.file(path)
    if found is None:
        return _said(gettext("The log has no such file."), _NOT_FOUND)
    if path.startswith("tile/"):
        return _kept(Response(found, mimetype=BYTES))
    # Attestations may grow when more arrive.
    return _fresh(Response(found, mimetype=_STAMP if path.endswith(".tsr") else TEXT))


def _fresh(answer: Response) -> Response:
    answer.cache_control.public, answer.cache_control.no_cache = True, True
    answer.add_etag()
    answer.make_conditional(request)
    return for_programs(answer)


def _kept(answer: Response) -> Response:
    """Let caches keep a file for good: an address of the log never changes its content, even for
    a partial tile."""
    kept = answer.cache_control
    kept.public, kept.max_age, kept.immutable = True, A_YEAR, True
    return for_programs(answer)


def _said(words: str, status: int) -> Response:
    answer = Response(f"{words}\n", status, mimetype=TEXT)
    answer.cache_control.no_store = True
    return for_programs(answer)
