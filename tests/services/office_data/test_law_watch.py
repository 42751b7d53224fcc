"""The watch over the laws: what is due, and the two jurists who sign."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.law.signature import SignedAs
from tracker.services.core.office import Office
from tracker.services.office_data.law_watch import (
    other_comparisons,
    sign_law,
    watched_law,
    watched_laws,
    withdraw_signature,
)
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName, TrailFilter

SPAIN, GERMANY = "es-ltaibg-2013", "de-ifg"
POST = "Advocate, Clinic"


@pytest.fixture
def reader(office: Office) -> str:
    return add_account(office, "nadia@example.org", "Nadia", RoleName.LAWYER).id


@pytest.fixture
def second(office: Office) -> str:
    return add_account(office, "omar@example.org", "Omar", RoleName.LAWYER).id


def text_of(office: Office, key: str = SPAIN) -> str:
    return office.library.laws[key].digest


def with_newer_text(office: Office, key: str = SPAIN) -> Office:
    laws = office.library.laws
    newer = {**laws, key: replace(laws[key], digest="f" * 64)}
    return replace(office, library=replace(office.library, laws=newer))


def test_a_law_that_was_never_compared_comes_first_and_is_due(office: Office) -> None:
    laws = watched_laws(office)

    assert len(laws) == len(office.library.laws)
    assert laws[0].is_due
    assert laws[0].due_from is None
    germany = watched_law(office, GERMANY)
    assert germany.due_from == date(2027, 11, 24), "a year after 24 November 2026"
    assert not any(each.place.startswith("laws/") for each in other_comparisons(office))


def test_two_jurists_sign_a_law(office: Office, reader: str, second: str) -> None:
    first_as = sign_law(office, SPAIN, text_of(office), " Nadia  Reader ", POST, by=reader)
    second_as = sign_law(office, SPAIN, text_of(office), "Omar Second", POST, by=second)

    assert (first_as, second_as) == (SignedAs.READER, SignedAs.SECOND_READER)
    signed = watched_law(office, SPAIN).signatures
    assert [(each.name, each.digest) for each in signed] == [
        ("Nadia Reader", text_of(office)),
        ("Omar Second", text_of(office)),
    ]
    assert watched_law(office, GERMANY).signatures == ()
    acts = [each.act for each in office.people.trail.entries(TrailFilter(), 0, 50)[0]]
    assert acts.count("law-signed") == 2


def test_one_person_is_not_both_readers(office: Office, reader: str, second: str) -> None:
    sign_law(office, SPAIN, text_of(office), "Nadia Reader", POST, by=reader)

    with pytest.raises(NotAllowed, match="another person"):
        sign_law(office, SPAIN, text_of(office), "N. Reader", POST, by=reader)
    with pytest.raises(NotAllowed, match="another person"):
        sign_law(office, SPAIN, text_of(office), "NADIA reader", POST, by=second)


def test_a_third_reader_does_not_sign(office: Office, reader: str, second: str) -> None:
    third = add_account(office, "tara@example.org", "Tara", RoleName.LAWYER).id
    sign_law(office, SPAIN, text_of(office), "Nadia Reader", POST, by=reader)
    sign_law(office, SPAIN, text_of(office), "Omar Second", POST, by=second)

    with pytest.raises(NotAllowed, match="Two readers"):
        sign_law(office, SPAIN, text_of(office), "Tara Third", POST, by=third)


def test_a_changed_file_shows_signatures_of_an_older_text_until_it_is_signed(
    office: Office, reader: str, second: str
) -> None:
    old = text_of(office)
    sign_law(office, SPAIN, old, "Nadia Reader", POST, by=reader)
    sign_law(office, SPAIN, old, "Omar Second", POST, by=second)
    newer = with_newer_text(office)

    assert [each.digest for each in watched_law(newer, SPAIN).signatures] == [old, old]
    with pytest.raises(NotAllowed, match="has changed since"):
        sign_law(newer, SPAIN, old, "Nadia Reader", POST, by=reader)
    sign_law(newer, SPAIN, "f" * 64, "Omar Second", POST, by=second)
    signed = watched_law(newer, SPAIN).signatures
    assert [(each.name, each.digest) for each in signed] == [
        ("Omar Second", "f" * 64),
        ("Omar Second", old),
    ]


@pytest.mark.parametrize(
    ("name", "post"), [("", POST), ("Nadia", " "), ("N" * 201, POST), ("Na\x07dia", POST)]
)
def test_a_signature_has_a_name_and_a_post(
    office: Office, reader: str, name: str, post: str
) -> None:
    with pytest.raises(BadInput, match="1 to 200 characters"):
        sign_law(office, SPAIN, text_of(office), name, post, by=reader)


def test_a_signature_is_withdrawn_by_its_reader_alone(
    office: Office, reader: str, second: str
) -> None:
    sign_law(office, SPAIN, text_of(office), "Nadia Reader", POST, by=reader)
    (signed,) = watched_law(office, SPAIN).signatures

    with pytest.raises(NotOnFile):
        withdraw_signature(office, SPAIN, signed.number, by=second)
    withdraw_signature(office, SPAIN, signed.number, by=reader)
    assert watched_law(office, SPAIN).signatures == ()


def test_only_a_law_of_the_public_library_is_signed(office: Office, reader: str) -> None:
    with pytest.raises(NotOnFile, match="no law"):
        sign_law(office, "xx-nothing", "d" * 64, "Nadia Reader", POST, by=reader)
