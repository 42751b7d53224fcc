"""Private sharing of a fixed preview by a secret link, for co-counsel or a journalist.

It shows what the publication preview shows and no more. Nobody without the link can open it, not
even with the office's keys.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import timedelta

from tracker.domain.base.canonical import canonical
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.record.record import from_bytes
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct
from tracker.services.ports.publishing import SharedPreview
from tracker.services.publishing.publishing import Preview

PREVIEW_LASTS = timedelta(days=14)


def share_preview(office: Office, reference: str, seen: Preview, *, agreed: bool, by: str) -> str:
    """Store a preview behind a secret link, and return the secret. It is shown this once.

    Raises BadInput unless the applicant has agreed.
    """
    if not agreed:
        raise BadInput("Confirm that the applicant has agreed to share this preview.")
    now, secret = office.now(), new_secret()
    shared = SharedPreview(
        office.shared_previews.id_of(secret), reference, by, now, now + PREVIEW_LASTS
    )
    with office.cases.together():
        office.shared_previews.forget_expired(now)
        office.shared_previews.keep(shared, secret, _written(seen))
        note_act(office, AuditAct.PREVIEW_SHARED, who=by, about=reference)
    return secret


def shared_previews(office: Office, reference: str) -> Sequence[SharedPreview]:
    """Return the previews of a request that are still open."""
    now = office.now()
    return [each for each in office.shared_previews.of(reference) if each.until > now]


def open_preview(office: Office, secret: str) -> Preview:
    """Return the preview behind a secret link, as it was when it was shared.

    Raises NotOnFile if the link is unknown, revoked or expired.
    """
    content = json.loads(office.shared_previews.open(secret, office.now()))
    return Preview(from_bytes(content["record"].encode()), content["words"])


def revoke_preview(office: Office, reference: str, id_: str, *, by: str) -> None:
    """Delete a preview with the wrap of its key. Raises NotOnFile if there is none."""
    with office.cases.together():
        if not office.shared_previews.revoke(reference, id_):
            raise NotOnFile("This link was revoked before. Reload the page.")
        note_act(office, AuditAct.PREVIEW_REVOKED, who=by, about=reference)


def new_secret() -> str:
    """Return a random secret for a link: 256 bits in 43 characters."""
    return secrets.token_urlsafe(32)


def _written(seen: Preview) -> bytes:
    return canonical({"record": seen.record.to_bytes().decode(), "words": dict(seen.words)})
