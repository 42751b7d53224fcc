"""Copied addresses in the files of bodies: what the check refuses, and what the library has."""

from pathlib import Path

import pytest

from tests.lawfiles.shipped import shipped
from tests.lawfiles.small_library import BODY, FILES, complaints
from tracker.domain.base.terms import Channel
from tracker.domain.law.body import AddressUse
from tracker.domain.law.law import ReadIn

COPIED = """
[[body.xx-office.copied]]
by = "{by}"
lines = [{lines}]
read_on = 2024-01-15
{more}source = {{ where = "a directory", read_in = "{read_in}" }}
"""


def told(folder: Path, by: str, lines: str, read_in: str = "secondary", more: str = "") -> str:
    """What the check says of the small library with a copied address."""
    copied = COPIED.format(by=by, lines=lines, read_in=read_in, more=more)
    return " ".join(complaints(folder, {**FILES, "bodies/xx.toml": BODY + copied}))


@pytest.mark.parametrize(
    ("by", "lines", "expected"),
    [
        ("post", '"1 Street", "Town"', ""),
        ("email", '"office@example.org"', ""),
        ("portal", '"https://example.org/ask"', ""),
        ("fax", '"12345"', "must be email, portal, post, not fax"),
        ("post", "", "is empty"),
        ("email", '"office at example.org"', "is not an email address"),
        ("portal", '"http://example.org"', "must begin with https://"),
        ("email", '"a@example.org", "b@example.org"', "more than one address"),
    ],
)
def test_an_address_has_the_form_of_its_kind(
    by: str, lines: str, expected: str, tmp_path: Path
) -> None:
    found = told(tmp_path, by, lines)

    assert expected in found
    assert bool(found) == bool(expected)


def test_only_the_bodys_own_words_say_that_an_address_is_for_requests(tmp_path: Path) -> None:
    use, lines = 'used_for = "requests"\n', '"office@example.org"'

    assert "words of others" in told(tmp_path / "a", "email", lines, "secondary", use)
    assert told(tmp_path / "b", "email", lines, "official-copy", use) == ""
    assert told(tmp_path / "c", "email", lines, "quoted", use) == ""


def test_an_address_from_memory_is_refused(tmp_path: Path) -> None:
    assert "memory alone" in told(tmp_path, "post", '"1 Street"', "memory")


def test_the_library_says_what_an_address_is_for_of_these_bodies_alone() -> None:
    """Each of them says it in its own words; nothing is designated."""
    bodies = shipped().bodies.values()
    found = [(body, each) for body in bodies for each in body.copied]

    assert len(found) >= 115
    said = {(each.used_for, body.key) for body, each in found}
    assert {key for use, key in said if use is AddressUse.REQUESTS} == {
        "au-acma",
        "es-mtdfp",
        "eu-council",
        "gb-scottish-ministers",
        "ng-ncc",
        "nz-dia",
        "tr-presidency",
        "us-commerce",
        "us-doj",
    }
    assert {key for use, key in said if use is AddressUse.FILING} == {
        "au-esafety",
        "au-oaic",
        "ca-oic",
        "pk-kp-ic",
        "za-information-regulator",
    }
    assert all(each.source.read_in is not ReadIn.MEMORY for _, each in found)
    assert not [body.key for body in bodies if body.designation]
    assert all(each.lines[0] != body.email for body, each in found if each.by is Channel.EMAIL)
