"""The report on how the library was read: a small one counted by hand, and the shipped one."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.lawfiles.shipped import shipped
from tests.lawfiles.small_library import FILES, spoiled, write
from tracker.cli import main
from tracker.domain.law.law import ReadIn
from tracker.domain.library import Library
from tracker.lawfiles import read_library
from tracker.lawfiles.reports.coverage import Coverage, FactKind, coverage_of
from tracker.lawfiles.reports.coverage_table import coverage_as_markdown

LAW = "laws/xx-law-2020.toml"
DOCUMENT = Path(__file__).parents[3] / "docs/coverage.md"
REMEDY = """
[stage.appeal]
title = { en = "Appeal" }
actor = "requester"
remedy = "appeal"
counts_from = ["refused"]
%s
[[stage.appeal.gap]]
since = 2020-01-01
why = { en = "No text of section 5 was found." }
"""


def by_kind(library: Library) -> dict[FactKind, Coverage]:
    return {each.kind: each for each in coverage_of(library)}


def test_each_fact_counts_once_by_its_reading(tmp_path: Path) -> None:
    found = by_kind(read_library(write(tmp_path, dict(FILES))))

    assert {each.country for each in found.values()} == {"xx"}
    official, secondary = ReadIn.OFFICIAL_TEXT, ReadIn.SECONDARY
    assert {kind: (dict(each.read), each.unknown) for kind, each in found.items()} == {
        FactKind.WHO_MAY_ASK: ({official: 1}, 0),
        FactKind.TIME_LIMIT: ({official: 1}, 0),
        FactKind.EXEMPTION: ({}, 1),
        FactKind.REFUSAL: ({}, 1),
        FactKind.RECEIPT: ({}, 1),
        FactKind.POWER: ({official: 1}, 0),
        FactKind.BODY: ({secondary: 1}, 0),
        FactKind.ADDRESS: ({secondary: 1}, 0),
        FactKind.BLOCK: ({secondary: 1}, 0),
    }


def test_a_body_whose_address_was_only_copied_has_none(tmp_path: Path) -> None:
    copied = """
[[body.xx-office.copied]]
by = "post"
lines = ["2 Street"]
read_on = 2024-01-15
source = { where = "the Office, old page", read_in = "official-copy" }
"""
    files = spoiled("bodies/xx.toml", 'address = ["1 Street"]', "address = []")
    files["bodies/xx.toml"] = f"{files['bodies/xx.toml']!s}{copied}"
    found = by_kind(read_library(write(tmp_path, files)))

    assert (found[FactKind.ADDRESS].read.total(), found[FactKind.ADDRESS].unknown) == (0, 1)
    assert found[FactKind.COPIED].read == Counter({ReadIn.OFFICIAL_COPY: 1})


def test_a_fact_counts_by_the_weakest_reading_that_it_rests_on(tmp_path: Path) -> None:
    weaker = 'last_day = "stands"\nsources = ["s1", "s9"]'
    files = spoiled(LAW, 'last_day = "stands"\nsources = ["s1"]', weaker)

    assert by_kind(read_library(write(tmp_path, files)))[FactKind.TIME_LIMIT].read == Counter(
        {ReadIn.MEMORY: 1}
    )


def test_the_terms_of_an_exemption_count_by_their_own_provisions(tmp_path: Path) -> None:
    clause = (
        '\n[[exemption]]\nkey = "s2"\ncite = { en = "section 2" }\ncovers = { en = "inquiries" }\n'
        'sources = ["s2"]\nterms.effect = "may-refuse"\n'
        'terms.test = { kind = "class", sources = ["s9"] }\n\n[[change]]\n'
    )
    found = by_kind(read_library(write(tmp_path, spoiled(LAW, "\n[[change]]\n", clause))))

    official, memory = ReadIn.OFFICIAL_TEXT, ReadIn.MEMORY
    assert found[FactKind.EFFECT].read == Counter({official: 1})
    assert found[FactKind.TEST].read == Counter({memory: 1})
    assert (found[FactKind.INTEREST].read.total(), found[FactKind.INTEREST].unknown) == (0, 1)
    # Most clauses have no end and need no approval: that none was read says nothing.
    assert not {FactKind.END, FactKind.APPROVAL} & found.keys()


@pytest.mark.parametrize(
    ("sources", "read", "unknown"),
    [('sources = ["s2"]', {ReadIn.OFFICIAL_TEXT: 1}, 0), ("", {}, 1)],
)
def test_a_remedy_without_a_source_and_a_stage_without_a_number_are_not_known(
    tmp_path: Path, sources: str, read: dict[ReadIn, int], unknown: int
) -> None:
    files = {**FILES, LAW: FILES[LAW] + REMEDY % sources}

    found = by_kind(read_library(write(tmp_path, files)))

    remedy, times = found[FactKind.REMEDY], found[FactKind.TIME_LIMIT]
    assert (dict(remedy.read), remedy.unknown) == (read, unknown)
    assert (times.total, times.unknown) == (2, 1)


def test_the_document_has_the_report_of_the_shipped_library() -> None:
    written = DOCUMENT.read_text("utf-8").splitlines()
    made = list(coverage_as_markdown(coverage_of(shipped())))

    assert written == made, "run: tracker law coverage > docs/coverage.md"


def test_the_shares_of_a_kind_add_up_and_countries_have_their_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["law", "coverage", str(write(tmp_path, dict(FILES)))]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert "| time limits | 1 (100%) |  |  |  |  |  |  |" in lines
    assert "| exemptions |  |  |  |  |  |  | 1 (100%) |" in lines
    assert "## XX" in lines


def test_as_json_each_country_and_kind_has_a_number_for_each_reading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["law", "coverage", str(write(tmp_path, dict(FILES))), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    (limits,) = (each for each in found if each["kind"] == "time limits")
    assert limits["country"] == "xx"
    assert limits["not_known"] == 0
    assert limits["read"] == {
        reading.value: int(reading is ReadIn.OFFICIAL_TEXT) for reading in ReadIn
    }
