"""Says for an operator whether scans are read for the search, and in which languages."""

from collections.abc import Iterator

from tracker.services.core.office import Office

_LANGUAGES = {"urd": "Urdu", "eng": "English"}
_ADVICE = (
    "Install {packages}, so that the search finds words of scans in {languages}, or set "
    "TRACKER_NO_SCAN_READING=yes."
)


def scans_line(office: Office) -> str:
    """Return one line that names the languages in which scans are read."""
    if office.scan_reader is None:
        return "scans: not read, because TRACKER_NO_SCAN_READING is set"
    if not office.scan_reader.languages:
        return "scans: not read, because tesseract with Urdu or English is not installed"
    known = [_LANGUAGES[each] for each in office.scan_reader.languages]
    only = "" if len(known) == len(_LANGUAGES) else " only"
    return f"scans: read by tesseract in {' and '.join(known)}{only}"


def scans_advice(office: Office) -> Iterator[str]:
    """Yield advice on packages to install, unless the settings turn off the reading of scans."""
    if office.scan_reader is None:
        return
    missing = [each for each in _LANGUAGES if each not in office.scan_reader.languages]
    if missing:
        packages = " and ".join(f"tesseract-ocr-{each}" for each in missing)
        languages = " and ".join(_LANGUAGES[each] for each in missing)
        yield _ADVICE.format(packages=packages, languages=languages)
