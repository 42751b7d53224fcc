"""The organisations that support a request, and the people who sign for them."""

from collections.abc import Mapping, Sequence

from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.request import Applicant, Cosigner
from tracker.domain.events.correspondence.letter_finalised import PLEADINGS
from tracker.domain.law.law import LetterKind
from tracker.domain.law.statement import Organisation
from tracker.domain.words.letter import LetterChoices, Picture, SignaturePlace
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office, Writing
from tracker.services.ports.keys import NoAccess


def supporting(
    supporters: Sequence[str],
    cosigners: Sequence[Cosigner],
    organisations: Mapping[str, Organisation],
    locale: Locale,
) -> tuple[str, ...]:
    """Return the organisations that support a request, with the signatories of those that sign."""
    signing = {signer.organisation for signer in cosigners}
    silent = [Cosigner(organisation=key) for key in supporters if key not in signing]
    return tuple(signatory_line(each, organisations, locale) for each in (*cosigners, *silent))


def signatory_line(
    signer: Cosigner, organisations: Mapping[str, Organisation], locale: Locale
) -> str:
    """Return an organisation with its signatory: `Bolo Bhi, Ayesha Namoona, Director`."""
    known = organisations.get(signer.organisation)
    name = known.name.in_language(locale.language) if known else signer.name or signer.organisation
    return locale.listed([part for part in (name, signer.signatory, signer.post) if part])


def logo(office: Office, name: str) -> bytes:
    """Return a stored logo as JPEG. Raises NotOnFile if there is none, and Locked."""
    kept = office.file(logo_file(name))
    if kept is None:
        raise NotOnFile("That logo was not found. The draft lists its logos.")
    return kept.partition(b"\n")[2]


def signatures(
    office: Writing, cosigners: Sequence[Cosigner], language: str
) -> tuple[SignaturePlace, ...]:
    """Return the signature places of a letter."""
    return tuple(
        SignaturePlace(
            (organisation_name(office, each, language), each.signatory, each.post),
            _drawn(office, each),
        )
        for each in cosigners
    )


def organisation_name(office: Writing, cosigner: Cosigner, language: str) -> str:
    """Return the name of the organisation that signs."""
    known = office.library.organisations.get(cosigner.organisation)
    return known.name.in_language(language) if known else cosigner.name


def _drawn(office: Writing, cosigner: Cosigner) -> Picture | None:
    """Return the logo of an organisation; None for a guest, whose key does not open it."""
    try:
        kept = office.file(logo_file(cosigner.logo)) if cosigner.logo else None
    except NoAccess:
        return None
    if kept is None:
        return None
    size, _, data = kept.partition(b"\n")
    width, height = (int(side) for side in size.decode().split("x"))
    return Picture(data, width, height, cosigner.logo)


def logo_file(name: str) -> str:
    """Return the name under which the office keeps a logo."""
    return f"logo:{name}"


def signature_lines(applicant: Applicant, kind: LetterKind) -> tuple[str, ...]:
    """Return the lines under the signature: the name alone where the letter has the address."""
    lines = (applicant.name, *applicant.address.splitlines(), applicant.contact)
    under = 1 if kind in PLEADINGS else len(lines)
    return tuple(filter(str.strip, lines[:under]))


def identity_line(applicant: Applicant, chosen: LetterChoices, locale: Locale) -> str:
    """Return the identity number if someone chose it for a letter, else empty."""
    if not chosen.identity or not applicant.identity:
        return ""
    return locale.say("Identity number: {number}", number=applicant.identity)
