"""Names the organisations that stand behind a request, and who signs for each."""

from collections.abc import Mapping, Sequence

from tracker.domain.request import Cosigner
from tracker.domain.statement import Organisation
from tracker.services.speaking import Speech


def supporting(
    supporters: Sequence[str],
    cosigners: Sequence[Cosigner],
    organisations: Mapping[str, Organisation],
    speech: Speech,
) -> tuple[str, ...]:
    """The organisations that support a request, and with those that sign it, who signs."""
    signing = {signer.organisation for signer in cosigners}
    silent = [Cosigner(organisation=key) for key in supporters if key not in signing]
    return tuple(signed(each, organisations, speech) for each in (*cosigners, *silent))


def signed(signer: Cosigner, organisations: Mapping[str, Organisation], speech: Speech) -> str:
    """An organisation with who signs for it: `Bolo Bhi, Ayesha Namoona, Director`."""
    known = organisations.get(signer.organisation)
    name = known.name.in_language(speech.language) if known else signer.name or signer.organisation
    return speech.listed([part for part in (name, signer.signatory, signer.post) if part])
