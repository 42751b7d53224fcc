"""The parts of a mail in order, those within Outlook packages and signed content included."""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser

from tracker.domain.correspondence.content_signatures import (
    MOST_CONTENT_SIGNATURES,
    ContentFinding,
    ContentSignature,
)
from tracker.domain.correspondence.read_mail import MailDefect
from tracker.mail.reading.found_types import found_type, is_encrypted, is_outlook_package
from tracker.mail.reading.header_sheet import caught
from tracker.mail.reading.outlook_package import OutlookPackage, outlook_package

MOST_PARTS_READ = 200
MOST_DEPTH = 20
# How deep packages and signed contents may lie within each other.
MOST_OPENED = 3
PACKAGE, SIGNED_CONTENT = "application/ms-tnef", "application/pkcs7-mime"
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature"}
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_NAME_OF_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}")
MailMessage = Message


@dataclass(frozen=True, slots=True)
class ContentPart:
    """A part that holds content: its place, its message, its bytes, and the kinds around it."""

    path: str
    message: MailMessage
    data: bytes
    around: tuple[str, ...]

    @property
    def said_type(self) -> str:
        return self.message.get_content_type()


class PartWalk:
    """Walks through a mail once. `roots` are the authorities that the operator trusts, as PEM."""

    def __init__(self, defects: set[MailDefect], roots: Sequence[str] = ()) -> None:
        self.signatures: list[ContentSignature] = []
        self._defects = defects
        self._roots = roots

    def parts(self, message: MailMessage, raw: bytes) -> tuple[ContentPart, ...]:
        """Return the parts that hold content, nested mails and the parts in them included."""
        found: list[ContentPart] = []
        for leaf in self._walk(message, "1", (), raw):
            if len(found) >= MOST_PARTS_READ:
                self._defects.add(MailDefect.PARTS_CUT)
                break
            found.append(leaf)
        return tuple(found)

    def _walk(
        self, message: MailMessage, path: str, around: tuple[str, ...], raw: bytes
    ) -> Iterator[ContentPart]:
        if len(around) > MOST_DEPTH:
            self._defects.add(MailDefect.NESTED_TOO_DEEP)
            return
        kind = message.get_content_type()
        if message.defects:
            self._defects.add(MailDefect.BROKEN_STRUCTURE)
        inner = message.get_payload()
        if not isinstance(inner, list):
            leaf = ContentPart(path, message, self._content(message), around)
            yield leaf
            yield from self._opened(leaf)
            return
        if kind == "multipart/signed":
            caught(lambda: self._check_beside(path, around, raw, message), None, set())
        if kind.startswith("message/"):
            yield ContentPart(path, message, _whole(message), around)
            if kind != "message/rfc822":
                return
        for number, each in enumerate(inner[: MOST_PARTS_READ + 1], 1):
            if isinstance(each, Message):
                nested = around or kind.startswith("message/")
                place = f"{path}.{number}" if nested else f"{number}"
                yield from self._walk(each, place, (*around, kind), raw)
        if len(inner) > MOST_PARTS_READ:
            self._defects.add(MailDefect.PARTS_CUT)

    def _opened(self, leaf: ContentPart) -> Iterator[ContentPart]:
        """Yield the parts within a package or a signed content."""
        found = found_type(leaf.data)
        if is_encrypted(leaf.said_type, found, leaf.data):
            self._defects.add(MailDefect.ENCRYPTED)
            return
        is_package = is_outlook_package(leaf.said_type, found, leaf.message)
        is_signed = found == "application/pkcs7-signed" and leaf.said_type not in _SIGNATURES
        if not (is_package or is_signed):
            return
        if sum(each in (PACKAGE, SIGNED_CONTENT) for each in leaf.around) >= MOST_OPENED:
            self._defects.add(MailDefect.NESTED_TOO_DEEP)
            return
        yield from self._of_package(leaf) if is_package else self._of_signed(leaf)

    def _of_package(self, leaf: ContentPart) -> Iterator[ContentPart]:
        package = caught(lambda: outlook_package(leaf.data), None, set())
        if package is None or not package.is_whole:
            self._defects.add(MailDefect.PART_NOT_OPENED)
        if package is None:
            return
        around = (*leaf.around, PACKAGE)
        for number, each in enumerate(_packed(package), 1):
            part = ContentPart(f"{leaf.path}.{number}", each[0], each[1], around)
            yield part
            yield from self._opened(part)

    def _of_signed(self, leaf: ContentPart) -> Iterator[ContentPart]:
        # Only signed mail loads this, because loading takes as long as reading a whole mail.
        from tracker.mail.reading.signed_content import NotSigned, checked_content, signed_content

        try:
            content, signed = signed_content(leaf.data)
        except NotSigned:
            self._defects.add(MailDefect.PART_NOT_OPENED)
            return
        whole = not leaf.around
        self._note(checked_content(signed, [content], leaf.path, self._roots, covers_all=whole))
        message = _parsed_content(content)
        if message is None:
            self._defects.add(MailDefect.PART_NOT_OPENED)
            return
        yield from self._walk(message, f"{leaf.path}.1", (*leaf.around, SIGNED_CONTENT), content)

    def _check_beside(
        self, path: str, around: tuple[str, ...], raw: bytes, message: MailMessage
    ) -> None:
        """Check a signature that stands beside its content."""
        from tracker.mail.reading.signed_content import (
            NotSigned,
            checked_content,
            detached_signature,
        )

        inner = [each for each in message.get_payload() if isinstance(each, Message)]
        seals = [each for each in inner if each.get_content_type() in _SIGNATURES]
        if not seals:
            return
        signed_path = f"{path}.1" if around else "1"
        whole = not around or around == (SIGNED_CONTENT,)
        signed = _raw_first_part(raw, str(message.get_boundary() or ""))
        try:
            # The check counts only if the bytes that were checked are the ones that are shown.
            is_plain = len(inner) == 2 and seals == inner[1:]
            if signed is None or not is_plain or not self._shows_same(signed, inner[0]):
                raise NotSigned
            signature = detached_signature(self._content(seals[0]))
        except NotSigned:
            not_checkable = ContentFinding.NOT_CHECKABLE
            self._note((ContentSignature(signed_path, not_checkable, whole),))
            return
        forms = [signed, re.sub(rb"\r?\n", b"\r\n", signed)]
        self._note(checked_content(signature, forms, signed_path, self._roots, covers_all=whole))

    def _shows_same(self, signed: bytes, shown: MailMessage) -> bool:
        parsed = _parsed_content(signed)
        if parsed is None:
            return False
        alone = PartWalk(set())
        of_signed, of_shown = alone.contents(parsed), alone.contents(shown)
        return of_signed == of_shown

    def contents(self, message: MailMessage) -> list[tuple[str, str, bytes]]:
        """Return the types and bytes of parts, without opening any of them."""
        return [
            (
                each.get_content_type(),
                str(each.get("content-disposition", "")),
                b"" if each.is_multipart() else self._content(each),
            )
            for each in message.walk()
        ]

    def _note(self, signatures: Sequence[ContentSignature]) -> None:
        left = MOST_CONTENT_SIGNATURES - len(self.signatures)
        self.signatures += signatures[:left]

    def _content(self, message: MailMessage) -> bytes:
        before = len(message.defects)

        def decoded() -> bytes:
            data: object = message.get_payload(decode=True)
            return data if isinstance(data, bytes) else b""

        data = caught(decoded, b"", self._defects)
        if len(message.defects) > before:
            self._defects.add(MailDefect.TRANSFER_BROKEN)
            return caught(lambda: _as_far_as_it_goes(message, data), data, self._defects)
        return data


def _as_far_as_it_goes(message: MailMessage, data: bytes) -> bytes:
    """Return what base64 that was cut off holds; other broken encodings as they are."""
    if str(message.get("content-transfer-encoding", "")).strip().lower() != "base64":
        return data
    written = _NO_BASE64.sub("", str(message.get_payload()))
    return base64.b64decode(written[: len(written) // 4 * 4])


def _whole(message: MailMessage) -> bytes:
    inner = message.get_payload()
    try:
        if isinstance(inner, list):
            return b"\n\n".join(each.as_bytes() for each in inner if isinstance(each, Message))
    except Exception:  # a mail that cannot be written again has no size and no digest
        return b""
    return b""


def _parsed_content(content: bytes) -> MailMessage | None:
    try:
        return BytesParser().parsebytes(content)
    except Exception:  # RecursionError among them
        return None


def _raw_first_part(raw: bytes, boundary: str) -> bytes | None:
    """Return the exact bytes of the first part between these boundaries; None if in doubt."""
    if not boundary:
        return None
    edge = re.escape(boundary.encode("utf-8", "surrogateescape"))
    edges = list(re.finditer(rb"(?:^|\r?\n)--" + edge + rb"[ \t]*(?:\r?\n|$)", raw))
    if len(edges) != 2:
        return None
    return raw[edges[0].end() : edges[1].start()]


def _packed(package: OutlookPackage) -> Iterator[tuple[MailMessage, bytes]]:
    """Yield the text and the files of a package as parts of a mail."""
    texts = (("text/plain", package.text), ("text/html", package.html))
    for kind, words in texts:
        if words.strip():
            message = Message()
            message["Content-Type"] = f"{kind}; charset=utf-8"
            yield message, words.encode("utf-8", "replace")
    for each in package.files:
        message = Message()
        stated = each.media if _NAME_OF_TYPE.fullmatch(each.media) else "application/octet-stream"
        message["Content-Type"] = PACKAGE if each.is_package else stated
        name = "".join(char for char in each.name if char.isprintable())[:400]
        given = ("utf-8", "", name or "file")
        message.add_header("Content-Disposition", "attachment", filename=given)
        yield message, each.data
