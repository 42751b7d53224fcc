"""The type of a part by its first bytes, whatever type it claims, and the warning that it needs.

Nothing is unpacked: of an archive only its list of names is read.
"""

from email.message import Message
from io import BytesIO
from typing import TYPE_CHECKING

from tracker.domain.correspondence.read_mail import PartVerdict
from tracker.mail.reading.safe_names import ending_of

if TYPE_CHECKING:
    from zipfile import ZipInfo

_OCTETS = "application/octet-stream"
_FIRST_BYTES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (b"#!", "text/x-script"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"{\\rtf", "application/rtf"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
)
_WITHIN_ZIP = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_ENVELOPED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"
_AUTH_ENVELOPED = b"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17"
_DANGEROUS_TYPES = {
    "application/x-msdownload", "application/x-executable", "application/x-ms-shortcut",
    "text/x-script", "text/html", "image/svg+xml", "application/x-iso9660-image",
    "application/x-macro-document",
}  # fmt: skip
_DANGEROUS_ENDINGS = {
    ".ade", ".adp", ".apk", ".app", ".appx", ".bat", ".chm", ".cmd", ".com", ".cpl", ".dll",
    ".docm", ".dotm", ".exe", ".gadget", ".hta", ".htm", ".html", ".img", ".ins", ".iso", ".jar",
    ".js", ".jse", ".lnk", ".mht", ".mhtml", ".msc", ".msi", ".msp", ".one", ".pif", ".potm",
    ".ppam", ".ppsm", ".pptm", ".ps1", ".reg", ".scf", ".scr", ".sct", ".settingcontent-ms",
    ".sh", ".shb", ".shtml", ".svg", ".svgz", ".swf", ".url", ".vb", ".vbe", ".vbs", ".vhd",
    ".vhdx", ".wsc", ".wsf", ".wsh", ".xhtml", ".xht", ".xlam", ".xll", ".xlsb", ".xlsm", ".xml",
}  # fmt: skip
_PGP_MESSAGE, _PGP_SIGNATURE = b"-----BEGIN PGP MESSAGE-----", b"-----BEGIN PGP SIGNATURE-----"
_ZIP_BYTES = 64 * 1024 * 1024
_MOST_NAMES = 20_000


def found_type(data: bytes) -> str:
    """Return the type that the first bytes show, `text/plain` or octets if they show none."""
    for first, kind in _FIRST_BYTES:
        if data.startswith(first):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data[32769:32774] == b"CD001":
        return "application/x-iso9660-image"
    if kind := _kind_of_pkcs7(data):
        return kind
    return _kind_of_text(data)


def is_outlook_package(said: str, found: str, message: Message) -> bool:
    """Return whether a part is an Outlook package, or says that it is."""
    try:
        name = message.get_filename() or ""
    except Exception:  # a name that cannot be read says nothing
        name = ""
    return _is_package(said, found, name)


def verdict_of(said: str, found: str, name: str, data: bytes) -> PartVerdict:
    """Return the gravest warning that a person gets before a part is opened."""
    if found in _DANGEROUS_TYPES or said in _DANGEROUS_TYPES:
        return PartVerdict.DANGEROUS
    if ending_of(name) in _DANGEROUS_ENDINGS:
        return PartVerdict.DANGEROUS
    if _is_package(said, found, name):
        return PartVerdict.OUTLOOK_PACKAGE
    if said in ("application/pkcs7-signature", "application/x-pkcs7-signature"):
        return PartVerdict.SIGNATURE
    if said == "application/pgp-signature" or data.startswith(_PGP_SIGNATURE):
        return PartVerdict.PGP_SIGNATURE
    if ending_of(name) == ".p7s":
        return PartVerdict.SIGNATURE
    if is_encrypted(said, found, data):
        return PartVerdict.SMIME_ENCRYPTED
    if found == "application/pkcs7-signed":
        return PartVerdict.SMIME_SIGNED
    if data.startswith(b"PK\x03\x04") and _is_locked(data):
        return PartVerdict.LOCKED_ARCHIVE
    return PartVerdict.CALENDAR if "text/calendar" in (said, found) else PartVerdict.PLAIN


def is_encrypted(said: str, found: str, data: bytes) -> bool:
    """Return whether a part is encrypted (S/MIME or PGP), so that nobody here can read it."""
    named = said == "application/pgp-encrypted" or data[:200].lstrip().startswith(_PGP_MESSAGE)
    return named or found == "application/pkcs7-enveloped"


def _is_package(said: str, found: str, name: str) -> bool:
    stated = said in ("application/ms-tnef", "application/vnd.ms-tnef")
    return stated or "ms-tnef" in found or name.lower() == "winmail.dat"


def _kind_of_zip(data: bytes) -> str:
    names = _names(data)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return "application/x-macro-document"
    for folder, kind in _WITHIN_ZIP:
        if any(name.startswith(folder) for name in names):
            return kind
    return "application/zip"


def _names(data: bytes) -> list[str]:
    return [each.filename for each in _listed(data)]


def _listed(data: bytes) -> "list[ZipInfo]":
    if len(data) > _ZIP_BYTES:
        return []
    # Few mails have an archive, and each process would spend a tenth of its time to load this.
    import zipfile

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.infolist()[:_MOST_NAMES]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return []


def _is_locked(data: bytes) -> bool:
    listed = _listed(data)
    # If the list is damaged, the flag of the first file shows it.
    return any(each.flag_bits & 1 for each in listed) or (
        not listed and bool(data[6:7] >= b"\x01" and data[6] & 1)
    )


def _kind_of_pkcs7(data: bytes) -> str:
    if data[:1] != b"\x30":
        return ""
    start = data[:40]
    if _SIGNED_DATA in start:
        return "application/pkcs7-signed"
    if _ENVELOPED_DATA in start or _AUTH_ENVELOPED in start:
        return "application/pkcs7-enveloped"
    return ""


def _kind_of_text(data: bytes) -> str:
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        return "image/svg+xml"
    if start.startswith(b"<") and (
        b"<html" in start or b"<!doctype html" in start or b"<script" in start
    ):
        return "text/html"
    sample = data[:4000]
    if data and b"\0" not in sample:
        return "text/plain"
    return _OCTETS
