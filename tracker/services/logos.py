"""Places to sign for the organisations that sign a request, each with its logo."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.errors import BadInput, NotOnFile
from tracker.domain.letter import Picture, Signature
from tracker.domain.request import Cosigner, Draft
from tracker.services.drafting import save
from tracker.services.filing import MEDIA, Upload, digest_of
from tracker.services.office import Office, Writing

LARGEST_LOGO = 1024 * 1024
LARGEST_DRAWN = 500 * 1024


def put_logo(
    office: Office, reference: str, version: int, place: int, logo: Upload | None, *, by: str
) -> Draft:
    """Let the organisation at that place among those who sign have this logo, or none.

    Raises NotOnFile where nobody signs there, BadInput for a logo that is no small PNG or JPEG,
    ChangedMeanwhile as saving a draft does.
    """
    draft, applicant = office.cases.draft(reference), office.cases.applicant_of(reference)
    signing = list(applicant.cosigners)
    if not 0 <= place < len(signing):
        raise NotOnFile("This organisation does not sign any more: look at the draft.")
    kept = keep_logo(office, logo) if logo else ""
    signing[place] = replace(signing[place], logo=kept)
    signed = replace(applicant, cosigners=tuple(signing))
    return save(office, replace(draft, version=version), signed, by=by)


def keep_logo(office: Office, logo: Upload) -> str:
    """Keep a logo, drawn anew so that nothing hidden goes with it; its digest.

    Raises BadInput for what is no PNG or JPEG of 1 MB at most, or cannot be drawn.
    """
    if logo.media not in (MEDIA["png"], MEDIA["jpg"]):
        raise BadInput("A logo is a PNG or a JPEG: choose one.")
    if len(logo.data) > LARGEST_LOGO:
        raise BadInput("The logo is larger than 1 MB: choose a smaller one.")
    drawn = office.darkroom.render(logo.data, logo.media)[0]
    if len(drawn.picture) > LARGEST_DRAWN:
        raise BadInput("The logo has too many dots: choose a smaller one.")
    digest = digest_of(drawn.picture)
    size = f"{drawn.width}x{drawn.height}\n".encode()
    office.premises.files.keep(_file(digest), size + drawn.picture, office.now())
    return digest


def logo(office: Office, digest: str) -> bytes:
    """A logo that the office keeps, as JPEG. Raises NotOnFile."""
    kept = office.file(_file(digest))
    if kept is None:
        raise NotOnFile("There is no such logo: look at the draft for those that it has.")
    return kept.partition(b"\n")[2]


def signatures(
    office: Writing, cosigners: Sequence[Cosigner], language: str
) -> tuple[Signature, ...]:
    """The places where they sign, as a letter sets them."""
    return tuple(
        Signature((named(office, each, language), each.signatory, each.post), _drawn(office, each))
        for each in cosigners
    )


def named(office: Writing, cosigner: Cosigner, language: str) -> str:
    """What the organisation is called."""
    known = office.library.organisations.get(cosigner.organisation)
    return known.name.in_language(language) if known else cosigner.name


def _drawn(office: Writing, cosigner: Cosigner) -> Picture | None:
    kept = office.file(_file(cosigner.logo)) if cosigner.logo else None
    if kept is None:
        return None
    size, _, data = kept.partition(b"\n")
    width, height = (int(side) for side in size.decode().split("x"))
    return Picture(data, width, height)


def _file(digest: str) -> str:
    return f"logo:{digest}"
