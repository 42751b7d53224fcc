"""Timestamps of RFC 3161: an authority's word that it saw a digest at a moment."""

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

from tracker.domain.errors import BadInput

LONGEST = 65_536
CERTIFICATES = 0xA0
# What a hostile answer can make the library say.
REFUSED = (
    VerificationError,
    ValueError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


class NotStamped(ValueError):
    """A timestamp that is not of these words, or was not signed under these certificates."""


def request_for(words: str) -> bytes:
    """What an authority is asked: a timestamp of these words, with its certificates. No number
    of ours goes into it, so that the same request can be written again."""
    asked = TimestampRequestBuilder().data(words.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return asked.nonce(nonce=False).cert_request(cert_request=True).build().as_bytes()


def read_certificates(pem: bytes) -> list[x509.Certificate]:
    """The certificates in a file. Raises BadInput where there is none."""
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise BadInput(
            "The file of the authority’s certificates holds none: it is a text with lines "
            "“-----BEGIN CERTIFICATE-----”. Ask the authority for the certificate of its root."
        ) from None


def require_stamped(answer: bytes, words: str, trusted: Sequence[x509.Certificate]) -> datetime:
    """When an authority says to have seen these words; its signature must lead to one of the
    certificates. Raises NotStamped."""
    try:
        found = _decoded(answer)
        verifier = VerifierBuilder(roots=list(trusted)).build()
        verifier.verify_message(found, words.encode())
    except REFUSED as error:
        raise NotStamped(str(error)) from error
    return found.tst_info.gen_time.astimezone(UTC)


def is_stamped(answer: bytes, words: str, trusted: Sequence[x509.Certificate]) -> bool:
    """Whether an authority's answer is a timestamp of these words under these certificates."""
    try:
        require_stamped(answer, words, trusted)
    except NotStamped:
        return False
    return True


def stamped_digest(answer: bytes) -> bytes:
    """The digest that an answer names; nothing else of it is checked. Raises NotStamped."""
    try:
        return _decoded(answer).tst_info.message_imprint.message
    except REFUSED as error:
        raise NotStamped(str(error)) from error


def _decoded(answer: bytes) -> TimeStampResponse:
    if len(answer) > LONGEST:
        raise NotStamped(f"it is longer than {LONGEST} bytes")
    return decode_timestamp_response(in_order(answer))


def in_order(answer: bytes) -> bytes:
    """An answer with its certificates in the order that DER asks for. Some authorities send them
    in another one, at which strict readers stop; no signature is over them."""
    answered = _parts(answer, slice(0, len(answer)))[:1]
    # TimeStampResp, its timeStampToken, the content of that, SignedData: RFC 3161 and RFC 5652.
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
    """The elements one after the other. Raises NotStamped where they do not fit."""
    found, at = [], within.start
    while at < within.stop:
        end = _inside(data, slice(at, within.stop)).stop
        found.append(slice(at, end))
        at = end
    return found


def _inside(data: bytes, part: slice) -> slice:
    """What an element holds, by its length. Raises NotStamped where that does not fit."""
    head = data[part.start : part.start + 6]
    many = head[1] & 0x7F if len(head) > 1 and head[1] & 0x80 else 0
    start = part.start + 2 + many
    length = int.from_bytes(head[2 : 2 + many]) if many else int.from_bytes(head[1:2])
    if len(head) < 2 + many or start + length > part.stop:
        raise NotStamped("it breaks off")
    return slice(start, start + length)
