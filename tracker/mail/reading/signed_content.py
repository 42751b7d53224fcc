"""Checks signatures on the content of a mail (S/MIME, RFC 8551), and takes out what they hold.

Nothing is looked up: neither the authority of a certificate nor whether it was withdrawn. The
certificate comes with the signature.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import (
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)
from pyasn1.codec.ber.decoder import decode as decode_ber
from pyasn1.codec.der.decoder import decode as decode_der
from pyasn1.codec.der.encoder import encode as encode_der
from pyasn1_modules import rfc4055, rfc5280, rfc5652

from tracker.domain.correspondence.content_signatures import (
    ContentFinding,
    ContentSignature,
    IssuerWord,
)
from tracker.mail.reading.definite_lengths import with_definite_lengths

_LARGEST_SIGNATURE = 1_000_000
_MOST_CERTIFICATES = 20
_LONGEST_NAME = 300
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256,
    "2.16.840.1.101.3.4.2.2": hashes.SHA384,
    "2.16.840.1.101.3.4.2.3": hashes.SHA512,
    "2.16.840.1.101.3.4.2.4": hashes.SHA224,
    "1.3.14.3.2.26": hashes.SHA1,
    "1.2.840.113549.2.5": hashes.MD5,
}
_WEAK = (hashes.SHA1, hashes.MD5)
_PSS = "1.2.840.113549.1.1.10"
_SHORTEST_RSA = 2048


class NotSigned(ValueError):
    """Raised for bytes that hold no readable signed content."""


def signed_content(data: bytes) -> tuple[bytes, rfc5652.SignedData]:
    """Return the content that signed data holds, and the signed data. Raises NotSigned."""
    signed = _signed_data(data)
    content = signed["encapContentInfo"]["eContent"]
    if not content.isValue:
        raise NotSigned
    return bytes(content), signed


def detached_signature(data: bytes) -> rfc5652.SignedData:
    """Return the signed data of a signature that stands beside its content. Raises NotSigned."""
    if len(data) > _LARGEST_SIGNATURE:
        raise NotSigned
    return _signed_data(data)


def checked_content(
    signed: rfc5652.SignedData,
    contents: Sequence[bytes],
    path: str,
    roots: Sequence[str],
    *,
    covers_all: bool,
) -> tuple[ContentSignature, ...]:
    """Return what the check of each signer's signature found.

    `contents` are the forms in which the content may have been signed: as it came, and with the
    line ends of email.
    """
    certificates = _certificates(signed)
    found = []
    for signer in list(signed["signerInfos"])[:5]:
        certificate = _certificate_of(signer, certificates)
        finding = _finding(signer, certificate, contents)
        found.append(
            _described(
                ContentSignature(path, finding, covers_all, signed_at=_signed_at(signer)),
                certificate,
                certificates,
                roots,
            )
        )
    return tuple(found)


def _signed_data(data: bytes) -> rfc5652.SignedData:
    try:
        definite = with_definite_lengths(data)
        outer, _ = decode_ber(definite, asn1Spec=rfc5652.ContentInfo())
        if outer["contentType"] != rfc5652.id_signedData:
            raise NotSigned
        signed, _ = decode_ber(bytes(outer["content"]), asn1Spec=rfc5652.SignedData())
    except NotSigned:
        raise
    except Exception as error:  # a stranger's bytes raise many kinds of error
        raise NotSigned from error
    return signed


def _certificates(signed: rfc5652.SignedData) -> list[x509.Certificate]:
    found: list[x509.Certificate] = []
    for choice in list(signed["certificates"])[:_MOST_CERTIFICATES]:
        if choice.getName() != "certificate":
            continue
        # An unreadable certificate need not be the one of the signer.
        with suppress(Exception):
            found.append(x509.load_der_x509_certificate(encode_der(choice.getComponent())))
    return found


def _certificate_of(
    signer: Any, certificates: Sequence[x509.Certificate]
) -> x509.Certificate | None:
    named = signer["sid"].getComponent()
    for each in certificates:
        if signer["sid"].getName() == "issuerAndSerialNumber":
            same_issuer = encode_der(named["issuer"]) == each.issuer.public_bytes()
            if same_issuer and int(named["serialNumber"]) == each.serial_number:
                return each
        elif bytes(named) == _key_identifier(each):
            return each
    return None


def _key_identifier(certificate: x509.Certificate) -> bytes:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except Exception:  # not there, or another extension cannot be read
        return x509.SubjectKeyIdentifier.from_public_key(certificate.public_key()).digest
    return found.value.digest


def _finding(
    signer: Any, certificate: x509.Certificate | None, contents: Sequence[bytes]
) -> ContentFinding:
    method = _HASHES.get(str(signer["digestAlgorithm"]["algorithm"]))
    if certificate is None or method is None:
        return ContentFinding.NOT_CHECKABLE
    try:
        signed = _signed_bytes(signer, method, contents)
        if signed is None or not any(_fits(certificate, signer, method, each) for each in signed):
            return ContentFinding.CHANGED
    except Exception:  # a method or a form that is not known here
        return ContentFinding.NOT_CHECKABLE
    key = certificate.public_key()
    short = isinstance(key, rsa.RSAPublicKey) and key.key_size < _SHORTEST_RSA
    return ContentFinding.WEAK_METHOD if short or method in _WEAK else ContentFinding.UNCHANGED


def _signed_bytes(
    signer: Any, method: type[hashes.HashAlgorithm], contents: Sequence[bytes]
) -> list[bytes] | None:
    """Return the bytes that may be under the signature; None if no form fits the stated hash."""
    attributes = signer["signedAttrs"]
    if not attributes.isValue or not len(attributes):
        return list(contents)
    stated = _attribute(signer, str(rfc5652.id_messageDigest))
    digests = [_hashed(method, each) for each in contents]
    if stated is None or bytes(decode_der(stated)[0]) not in digests:
        return None
    plain = rfc5652.SignedAttributes()
    for number, each in enumerate(attributes):
        plain[number] = each
    return [encode_der(plain)]


def _fits(
    certificate: x509.Certificate, signer: Any, method: type[hashes.HashAlgorithm], data: bytes
) -> bool:
    key, signature = certificate.public_key(), bytes(signer["signature"])
    algorithm = signer["signatureAlgorithm"]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            if str(algorithm["algorithm"]) == _PSS:
                key.verify(signature, data, _pss(algorithm), method())
            else:
                key.verify(signature, data, padding.PKCS1v15(), method())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(method()))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, data)
        else:
            raise ValueError("a kind of key that is not checked")
    except InvalidSignature:
        return False
    return True


def _pss(algorithm: Any) -> padding.PSS:
    parameters, _ = decode_der(
        bytes(algorithm["parameters"]), asn1Spec=rfc4055.RSASSA_PSS_params()
    )
    inner, _ = decode_der(
        bytes(parameters["maskGenAlgorithm"]["parameters"]),
        asn1Spec=rfc5280.AlgorithmIdentifier(),
    )
    mask = _HASHES[str(inner["algorithm"])]
    return padding.PSS(padding.MGF1(mask()), int(parameters["saltLength"]))


def _attribute(signer: Any, wanted: str) -> bytes | None:
    """Return the only value of a signed attribute."""
    for each in signer["signedAttrs"]:
        if str(each["attrType"]) == wanted and len(each["attrValues"]) == 1:
            return bytes(each["attrValues"][0])
    return None


def _signed_at(signer: Any) -> str:
    try:
        value = _attribute(signer, str(rfc5652.id_signingTime))
        stated, _ = decode_der(value or b"", asn1Spec=rfc5652.Time())
        return str(stated.getComponent().asDateTime.astimezone(UTC).isoformat())
    except Exception:  # a signer may leave it out
        return ""


def _hashed(method: type[hashes.HashAlgorithm], data: bytes) -> bytes:
    digest = hashes.Hash(method())
    digest.update(data)
    return digest.finalize()


def _described(
    signature: ContentSignature,
    certificate: x509.Certificate | None,
    beside: Sequence[x509.Certificate],
    roots: Sequence[str],
) -> ContentSignature:
    if certificate is None:
        return signature
    return replace(
        signature,
        signer=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        addresses=_addresses(certificate),
        valid_from=certificate.not_valid_before_utc.isoformat(),
        valid_until=certificate.not_valid_after_utc.isoformat(),
        issuer_word=_issuer_word(certificate, beside, signature.signed_at, roots),
    )


def _name(name: x509.Name) -> str:
    """Return the words of a name: person and organisation. A stranger chose them."""
    wanted = (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME)
    found = [str(each.value) for kind in wanted for each in name.get_attributes_for_oid(kind)]
    words = ", ".join(dict.fromkeys(found)) or name.rfc4514_string()
    return "".join(char for char in words if char.isprintable())[:_LONGEST_NAME]


def _addresses(certificate: x509.Certificate) -> tuple[str, ...]:
    named = certificate.subject.get_attributes_for_oid(x509.NameOID.EMAIL_ADDRESS)
    found = [str(each.value) for each in named]
    with suppress(Exception):  # there is none, or it cannot be read
        other = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        found += other.value.get_values_for_type(x509.RFC822Name)
    plain = ("".join(char for char in each if char.isprintable())[:254] for each in found)
    return tuple(dict.fromkeys(plain))[:10]


def _issuer_word(
    certificate: x509.Certificate,
    beside: Sequence[x509.Certificate],
    signed_at: str,
    roots: Sequence[str],
) -> IssuerWord:
    """Return whether a certificate leads to a root of the operator, at the stated time."""
    if not roots:
        return IssuerWord.NONE_CONFIGURED
    if not _is_for_mail(certificate):
        return IssuerWord.NOT_TRUSTED
    trusted = [each for pem in roots for each in x509.load_pem_x509_certificates(pem.encode())]
    at = datetime.fromisoformat(signed_at) if signed_at else datetime.now(UTC)
    anything = ExtensionPolicy.permit_all()
    try:
        verifier = (
            PolicyBuilder()
            .store(Store(trusted))
            .time(at)
            .extension_policies(ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=anything)
            .build_client_verifier()
        )
        verifier.verify(certificate, [each for each in beside if each != certificate])
    except (VerificationError, ValueError):
        return IssuerWord.NOT_TRUSTED
    return IssuerWord.TRUSTED


def _is_for_mail(certificate: x509.Certificate) -> bool:
    """Return whether a certificate may sign mail. A certificate of a website must not."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except ValueError:
        return False
    purposes = ExtendedKeyUsageOID
    return purposes.EMAIL_PROTECTION in usage or purposes.ANY_EXTENDED_KEY_USAGE in usage
