"""A citation of a record: what it names, and that programs can read it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.offices import an_office
from tests.web import record_scenes as scenes
from tracker.web.record.feeds.citing import Citation


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A reader of a demonstration with a silence, and a record that was withheld."""
    with an_office(tmp_path_factory.mktemp("office")) as (office, _):
        assert scenes.a_silence(office) == "r0000001"
        assert scenes.a_withheld_record(office) == "r0000002"
        yield scenes.serve(office)


def test_every_form_names_the_address_the_version_and_the_digest(reader: FlaskClient) -> None:
    digest = hashlib.sha256(reader.get("/requests/r0000001.json").data).hexdigest()
    (csl,) = json.loads(reader.get("/requests/r0000001/citation.json").data)
    bibtex = reader.get("/requests/r0000001/citation.bib").text
    page = reader.get("/ur/requests/r0000001").text

    assert csl["URL"] == "https://record.example/requests/r0000001"
    assert csl["version"] == "1"
    for said in (bibtex, csl["note"], page):
        assert digest in said
    assert "url = {https://record.example/requests/r0000001}" in bibtex
    assert "https://record.example/requests/r0000001 (SHA-256" in page


def test_a_citation_of_a_demonstration_says_so(reader: FlaskClient) -> None:
    for address in ("citation.json", "citation.bib"):
        assert "not really filed" in reader.get(f"/requests/r0000001/{address}").text


@pytest.mark.parametrize("address", ["citation.json", "citation.bib"])
def test_a_withheld_record_is_cited_no_more(reader: FlaskClient, address: str) -> None:
    assert reader.get(f"/requests/r0000002/{address}").status_code == 410


def test_no_sign_of_a_name_is_one_of_bibtex(a_citation: Citation) -> None:
    assert r"R\&D \{\#1\} \_\% \textbackslash{}x \~{}" in a_citation.bibtex


@pytest.fixture
def a_citation() -> Citation:
    """One whose publisher bears every sign."""
    publisher = r"R&D {#1} _% \x ~"
    return Citation("r1", "A title", publisher, "https://x", 1, date(2024, 5, 1), "d", "e", False)
