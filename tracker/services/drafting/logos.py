"""Signature places for the organisations that sign a request, each with its logo."""

import secrets
from dataclasses import replace

from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.case.request import Draft
from tracker.services.core.evidence import MEDIA_TYPES, Upload
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save
from tracker.services.letters.cosigning import logo_file

LARGEST_LOGO = 1024 * 1024
LARGEST_DRAWN = 500 * 1024


def put_logo(
    office: Office, reference: str, version: int, place: int, logo: Upload | None, *, by: str
) -> Draft:
    """Set or remove the logo of the organisation at position `place` among those who sign.

    Raises NotOnFile if nobody signs there, BadInput for a logo that is no small PNG or JPEG, and
    ChangedMeanwhile as saving a draft does.
    """
    draft, applicant = office.drafts.draft(reference), office.drafts.applicant_of(reference)
    signing = list(applicant.cosigners)
    if not 0 <= place < len(signing):
        raise NotOnFile("This organisation no longer signs. Check the draft.")
    kept = keep_logo(office, logo) if logo else ""
    signing[place] = replace(signing[place], logo=kept)
    signed = replace(applicant, cosigners=tuple(signing))
    return save(office, replace(draft, version=version), signed, by=by)


def keep_logo(office: Office, logo: Upload) -> str:
    """Store a logo, re-rendered to remove hidden data, and return its random name.

    The digest of a known logo would show who signs to a thief of the disk.

    Raises BadInput if it is no PNG or JPEG of at most 1 MB, or cannot be rendered.
    """
    if logo.media not in (MEDIA_TYPES["png"], MEDIA_TYPES["jpg"]):
        raise BadInput("The logo must be a PNG or JPEG. Choose another file.")
    if len(logo.data) > LARGEST_LOGO:
        raise BadInput("The logo is larger than 1 MB. Choose a smaller one.")
    drawn = office.redactor.render(logo.data, logo.media)[0]
    if len(drawn.picture) > LARGEST_DRAWN:
        raise BadInput("The logo has too many pixels. Choose a smaller one.")
    name = secrets.token_hex(32)
    size = f"{drawn.width}x{drawn.height}\n".encode()
    kept = size + drawn.picture
    office.premises.files.keep(logo_file(name), kept, office.now(), private=True)
    return name
