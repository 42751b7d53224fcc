"""What a petition must have, and what its file must not contain."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.lawfiles.small_library import FILES, complaints, write
from tracker.domain.base.text import Text
from tracker.domain.law.petition import is_petition
from tracker.domain.library import Library
from tracker.lawfiles import read_library
from tracker.lawfiles.checks import examine_library

NAME = "petitions/xx-petition.toml"
PETITION = """\
schema = 1
key = "xx-petition"
country = "xx"
languages = ["en"]
title = { en = "Petition" }
in_sentence = { en = "general law, as a petition" }
says = { en = "It has no time limit." }
opening = { en = "This letter is a petition." }
answer = { en = "Answer" }

[lines]
request-subject = { en = "Petition for records" }
request-time = { en = "No time is claimed." }
"""
CITED = PETITION.replace(
    "\n[lines]",
    'cite = { en = "Article 9" }\n'
    'source = { where = "the gazette", read_in = "quoted" }\n\n[lines]',
)


def with_petition(text: str, name: str = NAME) -> dict[str, str | bytes]:
    """The small library with a petition."""
    return {**FILES, name: text}


@pytest.mark.parametrize("text", [PETITION, CITED])
def test_petition_is_read(tmp_path: Path, text: str) -> None:
    library = read_library(write(tmp_path, with_petition(text)))
    assert library.laws.keys() == {"xx-law-2020"}
    law = library.law("xx-petition")
    assert law.petition
    assert law.first_stage().limits == ()
    assert law.first_stage().silence is None
    assert law.first_stage().leads_to == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            PETITION.replace('country = "xx"\n', "").replace("\n[lines]", "[limit]\n[lines]"),
            "unknown word",
        ),
        (CITED.replace('country = "xx"\n', ""), "is a provision of one country"),
        (
            CITED.replace('read_in = "quoted"', 'read_in = "memory"'),
            "must be the provision itself",
        ),
        (
            CITED.replace('read_in = "quoted"', 'read_in = "secondary"'),
            "must be the provision itself",
        ),
        (CITED.replace('cite = { en = "Article 9" }\n', ""), "write both or none"),
        (
            PETITION.replace("request-time", "request-cost"),
            "that of a request speaks of a time limit",
        ),
        (PETITION + 'request-urgent = { en = "At once." }\n', "a petition has no shorter time"),
    ],
)
def test_petition_with_forbidden_content_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in each for each in complaints(tmp_path, with_petition(text)))


def test_key_tells_that_it_is_petition(tmp_path: Path) -> None:
    text = PETITION.replace('"xx-petition"', '"xx-letter"')
    found = complaints(tmp_path, with_petition(text, "petitions/xx-letter.toml"))
    assert any("must end in “petition”" in each for each in found)


def test_no_law_has_key_of_petition(library: Library) -> None:
    assert not any(map(is_petition, library.laws))
    assert all(map(is_petition, library.petitions))


def test_missing_translation_is_named(tmp_path: Path) -> None:
    text = PETITION.replace('languages = ["en"]', 'languages = ["en", "ur"]')
    examined = examine_library(write(tmp_path, with_petition(text)))
    places = {each.place for each in examined.complaints if each.file == NAME}
    assert {"title", "opening", "lines.request-time"} <= places


def test_body_of_country_without_law_needs_petition_of_no_country(tmp_path: Path) -> None:
    body = FILES["bodies/xx.toml"].replace('country = "xx"', 'country = "zz"')
    body = body.replace('laws = ["xx-law-2020"]', "laws = []")
    files = {**FILES, "bodies/xx.toml": body}
    said = "no law of “zz” is in the library"
    without = examine_library(write(tmp_path / "1", files)).complaints
    assert any(said in each.message for each in without)
    general = PETITION.replace('country = "xx"\n', "")
    with_one = examine_library(write(tmp_path / "2", {**files, NAME: general})).complaints
    assert not any(said in each.message and "body" in each.place for each in with_one)


def test_law_with_key_of_petition_is_refused(tmp_path: Path) -> None:
    law = FILES["laws/xx-law-2020.toml"].replace("xx-law-2020", "xx-petition")
    files = {
        name.replace("xx-law-2020", "xx-petition"): text.replace("xx-law-2020", "xx-petition")
        for name, text in {**FILES, "laws/xx-law-2020.toml": law}.items()
    }
    found = complaints(tmp_path, files)
    assert any("only a petition has" in each for each in found)


def test_own_petition_of_country_is_preferred(library: Library) -> None:
    general = library.petitions["general-petition"]
    own = replace(general, key="pk-petition", country="pk", title=Text({"en": "Own"}))
    both = replace(library, petitions={general.key: general, own.key: own})
    assert both.petition_in("pk") is own
    assert both.petition_in("ir") is general
    assert replace(library, petitions={}).petition_in("ir") is None
