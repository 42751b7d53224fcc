"""The signature of a jurist who read a law file beside the law."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class SignedAs(IntEnum):
    """Which of the two readers of a law signs."""

    READER = 1
    SECOND_READER = 2


@dataclass(frozen=True, slots=True)
class LawSignature:
    """The statement of a named jurist to have read a law file beside the text of the law.

    `digest` is that of the file as it was signed. `post` is the post and the organisation. `by` is
    the account that signed.
    """

    law: str
    digest: str
    signed_as: SignedAs
    name: str
    post: str
    by: str
    at: datetime
    number: int = 0


def shown_signatures(signatures: Iterable[LawSignature], digest: str) -> tuple[LawSignature, ...]:
    """Return the newest signature of each reader: under the file with that digest if there is
    one, else under an older file."""
    found: dict[SignedAs, LawSignature] = {}
    for each in sorted(signatures, key=lambda each: (each.digest == digest, each.at)):
        found[each.signed_as] = each
    return tuple(found[signed_as] for signed_as in SignedAs if signed_as in found)
