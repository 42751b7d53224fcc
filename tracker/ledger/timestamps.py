"""Timestamps of RFC 3161: an authority's statement that it saw a hash at a certain time."""

from collections.abc import Sequence
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from tracker.domain.base.errors import BadInput

_LONGEST = 65_536
CERTIFICATES = 0xA0
# Exceptions that a hostile answer can raise in the library.
_REFUSED = (
    VerificationError,
    ValueError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


class NotStamped(ValueError):
    """Raised for a timestamp of other words, or one not signed under these certificates."""


def request_for(words: str) -> bytes:
    """Return the request for a timestamp of these words, including the certificates.

    It contains no random number, so that the same request can be written again.
    """
    asked = TimestampRequestBuilder().data(words.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return asked.nonce(nonce=False).cert_request(cert_request=True).build().as_bytes()


def read_certificates(pem: bytes) -> list[x509.Certificate]:
    """Return the certificates in a file. Raises BadInput if there are none."""
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise BadInput(
            "The file of the authority’s certificates holds none: it is a text with lines "
            "“-----BEGIN CERTIFICATE-----”. Ask the authority for the certificate of its root."
        ) from None


def require_stamped(answer: bytes, words: str, trusted: Sequence[x509.Certificate]) -> datetime:
    """Return the time at which an authority says it saw these words. Raises NotStamped.

    Its signature must lead to one of the trusted certificates.
    """
    try:
        found = _decoded(answer)
        verifier = VerifierBuilder(roots=list(trusted)).build()
        verifier.verify_message(found, words.encode())
    except _REFUSED as error:
        raise NotStamped(str(error)) from error
    return found.tst_info.gen_time.astimezone(UTC)


def is_stamped(answer: bytes, words: str, trusted: Sequence[x509.Certificate]) -> bool:
    """Return whether an answer is a timestamp of these words under these certificates."""
    try:
        require_stamped(answer, words, trusted)
    except NotStamped:
        return False
    return True


def stamped_digest(answer: bytes) -> bytes:
    """Return the hash in an answer, without any further check. Raises NotStamped."""
    try:
        return _decoded(answer).tst_info.message_imprint.message
    except _REFUSED as error:
        raise NotStamped(str(error)) from error


def _decoded(answer: bytes) -> TimeStampResponse:
    if len(answer) > _LONGEST:
        raise NotStamped(f"it is longer than {_LONGEST} bytes")
    return decode_timestamp_response(der_ordered(answer))


def der_ordered(answer: bytes) -> bytes:
    """Return an answer with its certificates in the order that DER requires.

    Some authorities send them in another order, which strict readers refuse. No signature covers
    them.
    """
    answered = _parts(answer, slice(0, len(answer)))[:1]
    # TimeStampResp, its timeStampToken, that one's content, SignedData: RFC 3161 and RFC 5652.
    for number in (1, 1, 0):
        inner = [_parts(answer, _inside(answer, each)) for each in answered]
        answered = inner[0][number : number + 1] if inner else []
    within = [_parts(answer, _inside(answer, each)) for each in answered]
    for part in within[0] if within else []:
        if answer[part.start] == CERTIFICATES:
            inside = _inside(answer, part)
            ordered = b"".join(sorted(answer[each] for each in _parts(answer, inside)))
            return answer[: inside.start] + ordered + answer[inside.stop :]
    return answer


def _parts(data: bytes, within: slice) -> list[slice]:
    """Return the elements in a range, in order. Raises NotStamped if they do not fit."""
    found, at = [], within.start
    while at < within.stop:
        end = _inside(data, slice(at, within.stop)).stop
        found.append(slice(at, end))
        at = end
    return found


def _inside(data: bytes, part: slice) -> slice:
    """Return the content of an element by its length. Raises NotStamped if that does not fit."""
    head = data[part.start : part.start + 6]
    many = head[1] & 0x7F if len(head) > 1 and head[1] & 0x80 else 0
    start = part.start + 2 + many
    length = int.from_bytes(head[2 : 2 + many]) if many else int.from_bytes(head[1:2])
    if len(head) < 2 + many or start + length > part.stop:
        raise NotStamped("it breaks off")
    return slice(start, start + length)
