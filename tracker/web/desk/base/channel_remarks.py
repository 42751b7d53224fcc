"""Remarks on a channel or a proof that is unusual for a letter. It is logged anyway."""

from tracker.domain.base.terms import Channel, ReceiptProof
from tracker.domain.case.history import Entry
from tracker.domain.correspondence.receipt_proofs import fits
from tracker.services.cases.receipt_rules import channel_of
from tracker.services.core.naming import CHANNELS, RECEIPT_PROOFS, SENT_HOW
from tracker.services.letters.request_words import serving_channels
from tracker.web.base.language import gettext, page_locale
from tracker.web.desk.base.dossier import Dossier


def served_otherwise(dossier: Dossier, channel: Channel) -> str:
    """Return a warning if the first page of the letter names another mode of service."""
    said = serving_channels(dossier.body, dossier.drafted.channels)
    if channel in said:
        return ""
    return gettext(
        "The letter says that it is served by {said}, and you logged {how}. An appeal says how it "
        "was sent by the log: correct the entry if it is wrong.",
        said=page_locale().listed([gettext(CHANNELS[each]) for each in said]),
        how=gettext(CHANNELS[channel]),
    )


def unusual_proof(left: Entry, proof: ReceiptProof) -> str:
    """Return a remark if such a proof is unusual for a letter that left in this way."""
    channel = channel_of(left)
    if channel is None or fits(proof, channel):
        return ""
    return gettext(
        "“{proof}” is unusual for a letter sent {how}. Check both entries, and correct the one "
        "that is wrong.",
        proof=gettext(RECEIPT_PROOFS[proof]),
        how=gettext(SENT_HOW[channel]),
    )
