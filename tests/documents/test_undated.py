"""The moment at which a PDF was made, which would differ each time, is taken out of it."""

import pytest

from tracker.documents.printing import undated

LIST = b"<dc:date>\n    <rdf:Seq>\n     <rdf:li>%s</rdf:li>"


@pytest.mark.parametrize(
    ("made", "left"),
    [
        (b"/CreationDate(D:20261203170346Z')", b"/CreationDate(D:00000000000000Z')"),
        (b"/ID [ <9F3A>\n<9F3A> ]", b"/ID [ <0000>\n<0000> ]"),
        (b"/DocChecksum /9F3A", b"/DocChecksum /0000"),
        (b"<xmp:ModifyDate>2026-12-03T17:03:46Z<", b"<xmp:ModifyDate>0000-00-00T00:00:00Z<"),
        # LibreOffice 26.8 says it once more.
        (LIST % b"2026-12-03T17:03:46Z", LIST % b"0000-00-00T00:00:00Z"),
        (
            b"<dc:title><rdf:li>Appeal of 19 February 2024<",
            b"<dc:title><rdf:li>Appeal of 19 February 2024<",
        ),
    ],
)
def test_moments_are_zeros_and_words_stay(made: bytes, left: bytes) -> None:
    assert undated(made) == left
