"""What a stranger may do with the program and its library, and how both are cited."""

import tomllib
from pathlib import Path

import yaml
from trove_classifiers import classifiers

import tracker
from tracker.services.public.data_package import LICENCE

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))


def test_the_program_is_under_the_mit_licence() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")

    assert licence.startswith("MIT License\n")
    assert "the contributors of the legal-basis tracker" in licence


def test_the_library_is_under_the_licence_that_the_data_package_names() -> None:
    licence = (ROOT / "tracker/library/LICENSE").read_text("utf-8")

    assert LICENCE["name"] == "CC-BY-4.0"
    assert licence.startswith("Attribution 4.0 International\n")
    assert f"Creative Commons {licence.splitlines()[0]}" == LICENCE["title"]
    assert "Section 8 -- Interpretation." in licence


def test_the_distribution_has_a_name_of_its_own_and_carries_both_licences() -> None:
    assert PROJECT["name"] == "legal-basis-tracker"
    assert PROJECT["scripts"].keys() == {"tracker"}
    assert PROJECT["license"] == f"MIT AND {LICENCE['name']}"
    assert all((ROOT / file).is_file() for file in PROJECT["license-files"])


def test_every_classifier_is_one_that_the_package_index_knows() -> None:
    assert set(PROJECT["classifiers"]) <= classifiers


def test_the_citation_has_what_its_format_demands_and_the_version_of_the_program() -> None:
    assert CITATION.keys() >= {"cff-version", "message", "title", "authors"}
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["type"] == "software"
    assert CITATION["license"] == PROJECT["license"].split(" AND ")
    assert all(author.keys() == {"name"} for author in CITATION["authors"])
    assert CITATION["version"] == tracker.__version__
