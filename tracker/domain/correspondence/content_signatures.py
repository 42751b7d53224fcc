"""Signatures that the sender put on the content of a mail (S/MIME), and what they show.

A signature covers the content and not the headers. It names a certificate, and the name in a
certificate is worth as much as the authority that issued it: an operator says which authorities
count.
"""

from dataclasses import dataclass
from enum import StrEnum

MOST_CONTENT_SIGNATURES = 5


class ContentFinding(StrEnum):
    """What a check of one signature on content found."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    WEAK_METHOD = "weak-method"
    NOT_CHECKABLE = "not-checkable"


class IssuerWord(StrEnum):
    """Whether the certificate of the signer leads to an authority that the operator trusts."""

    NONE_CONFIGURED = "none-configured"
    NOT_TRUSTED = "not-trusted"
    TRUSTED = "trusted"


@dataclass(frozen=True, slots=True)
class ContentSignature:
    """A signature on content: what its check found, and what the certificate says of its owner.

    `path` is the part that is signed. `covers_all` is whether that is the whole content of the
    mail. `valid_from` and `valid_until` are those of the certificate, and `signed_at` is what the
    signer's own clock said.
    """

    path: str
    finding: ContentFinding
    covers_all: bool
    signer: str = ""
    issuer: str = ""
    addresses: tuple[str, ...] = ()
    valid_from: str = ""
    valid_until: str = ""
    signed_at: str = ""
    issuer_word: IssuerWord = IssuerWord.NONE_CONFIGURED

    def names_sender(self, address: str) -> bool:
        """Return whether the certificate names this address."""
        return bool(address) and address.lower() in {each.lower() for each in self.addresses}
