"""A letter sent by email: its states, and the address from which it comes."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.base.errors import BadInput

# The place of the token in the pattern of addresses.
TOKEN_PLACE = "*"  # noqa: S105 - a mark in a pattern
# The headers in which mail servers write the recipient of the envelope.
RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To")


class LetterState(StrEnum):
    """The state of one letter sent by email.

    HANDED means that the server of the office took it, and nothing about the body. UNCERTAIN means
    that the server may have taken it: the program never sends such a letter again.
    """

    PREPARED = "prepared"
    WAITING = "waiting"
    HANDING = "handing"
    HANDED = "handed"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"
    CALLED_BACK = "called-back"


class LetterPurpose(StrEnum):
    """What a letter sent by email is.

    FILED is the request as it is filed, and AGAIN the same later: both are entered in the history
    at hand-over. A remedy or a notice is FILED too, and is entered once its receipt is proved. A
    COPY starts no clock and is not entered: the letter goes by another way too. LETTER is any
    other letter.
    """

    FILED = "filed"
    AGAIN = "again"
    COPY = "copy"
    LETTER = "letter"


class LetterTrouble(StrEnum):
    """Why a letter was not handed over, or was handed over and not entered."""

    NONE = ""
    NO_ANSWER = "no-answer"
    DIED = "died"
    REFUSED_FOR_GOOD = "refused-for-good"
    LATER = "later"
    TOO_OLD = "too-old"
    NOT_ENTERED = "not-entered"


@dataclass(frozen=True, slots=True)
class AddressPattern:
    """The pattern of the addresses of requests, with one `*` for the token: `office+*@example.org`
    for plus addresses, `*@rti.example.org` for a subdomain that accepts every name."""

    words: str

    def __post_init__(self) -> None:
        """Raise BadInput for a pattern that gives no addresses."""
        local, at, domain = self.words.partition("@")
        plain = self.words.isascii() and self.words.isprintable() and " " not in self.words
        if not plain or not at or local.count(TOKEN_PLACE) != 1 or not _is_domain(domain):
            raise BadInput(
                "“{words}” gives no addresses: it takes one * for the token before the @, for "
                "example office+*@example.org or *@rti.example.org.",
                words=self.words,
            )

    @property
    def domain(self) -> str:
        """Return the part behind the @."""
        return self.words.partition("@")[2]

    @property
    def takes_every_name(self) -> bool:
        """Return whether every address of the domain is one of the office's own."""
        return self.words.partition("@")[0] == TOKEN_PLACE

    def address(self, token: str) -> str:
        """Return the address of the request with this token."""
        return self.words.replace(TOKEN_PLACE, token)

    def gives(self, address: str) -> bool:
        """Return whether an address may be one of these: mail of the program never goes there."""
        before, after = self.words.lower().split(TOKEN_PLACE)
        folded = address.strip().lower()
        return folded.startswith(before) and folded.endswith(after)


def _is_domain(words: str) -> bool:
    return bool(words) and not set(words) & set('*@<>"(),:;[]\\')
