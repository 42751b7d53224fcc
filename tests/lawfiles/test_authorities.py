"""The authorities of the library: leads with sources, for and against, and none from memory."""

import json
import re
from pathlib import Path

import pytest

from tests.lawfiles.small_library import complaints, spoiled
from tracker.cli import main
from tracker.domain.law.authority import AuthorityUse
from tracker.domain.law.law import Law, LetterPoint, ReadIn
from tracker.domain.law.pleas import Exemption
from tracker.domain.law.readings import ENFORCEMENT
from tracker.domain.library import Library
from tracker.lawfiles.reader import PACKAGED

XX = "authorities/xx.toml"
# What the collection behind the library knows from memory only, whole or in what it holds.
REMEMBERED = {"int-03", "int-05", "int-06", "int-14", "eu-01", "pk-c8"}
OWN_PARAGRAPH = re.compile(r"\(paragraph \d+\)")
REMEMBERED_NUMBERS = (
    *("3111/10", "48226/10", "14027/11", "C-280/11"),
    *("77 to 85", "principles 26 to 34", "paragraph 30", "paragraph 34", "paragraph 35"),
)
ROOT = Path(__file__).parents[2]
AGAINST = {
    *("pk-08", "pk-19", "pk-22", "pk-c5", "pk-c6", "pk-c7", "pk-c13"),
    *("int-08", "in-02", "in-06", "ke-03"),
}


def test_no_authority_rests_on_memory(library: Library) -> None:
    assert not REMEMBERED & library.authorities.keys()
    for authority in library.authorities.values():
        assert authority.sources, authority.key
        assert authority.read_in is not ReadIn.MEMORY, authority.key


def test_a_decision_that_was_not_read_in_full_says_how_it_is_known(library: Library) -> None:
    for authority in library.authorities.values():
        if authority.decision and not authority.read_in.verified:
            assert authority.qualifier, authority.key


def test_the_adverse_decisions_are_there_too(library: Library) -> None:
    against = {
        key for key, each in library.authorities.items() if each.use is AuthorityUse.AGAINST
    }

    assert against == AGAINST


def test_the_inadmissible_application_is_never_a_violation(library: Library) -> None:
    wikimedia = library.authorities["int-08"]

    assert "25479/19" in str(wikimedia.cite)
    assert "inadmissible" in str(wikimedia.holds)
    assert wikimedia.adverse


def test_orders_on_minutes_name_the_suspensions(library: Library) -> None:
    for key in ("pk-01", "pk-02"):
        assert set(library.authorities[key].doubted_by) == {"pk-c5", "pk-c6"}
    assert library.authorities["pk-07"].doubted_by == ("pk-c5",)


def test_an_authority_bears_on_its_own_forum_and_on_those_that_it_binds(library: Library) -> None:
    own, above, abroad = (library.authorities[key] for key in ("pk-08", "pk-c5", "in-02"))

    assert own.bears_on("pk-pic")
    assert above.bears_on("pk-pic")
    assert not abroad.bears_on("pk-pic")
    assert not above.bears_on(None)


def test_a_country_gets_its_own_authorities_before_those_of_none(library: Library) -> None:
    found = library.authorities_of("ke")

    assert [each.key for each in found[:3]] == ["ke-01", "ke-02", "ke-03"]
    assert {each.country for each in found} == {"ke", ""}


def test_every_authority_has_urdu_words(library: Library) -> None:
    for authority in library.authorities.values():
        said = (authority.cite, authority.holds, authority.court, authority.qualifier)
        for text in (*said, authority.distinguished, authority.note):
            assert text is None or "ur" in text.words, authority.key


def test_what_a_letter_argues_or_asks_for_never_rests_on_memory(library: Library) -> None:
    """What a letter argues and asks for, before which forum, and by which way and when."""
    for law in library.laws.values():
        resting = [each.sources for each in law.points]
        resting += [each.sources for each in law.exemptions]
        resting += [each.sources for each in law.refusal_duties]
        resting += [each.sources for each in law.reliefs]
        resting += [each.sources for each in law.forums]
        resting += [fact.sources for fact in law.facts if fact.topic == ENFORCEMENT]
        # These need no source, and a remedy without one that was read has no letter.
        rules = (each.sources for forum in law.forums for each in forum.evidence)
        bundles = (forum.bundle_sources for forum in law.forums)
        filed = (each.sources for forum in law.forums for each in forum.wants)
        declared = (each.sources for each in law.declarations)
        ways = (way for each in law.stages.values() for way in (each.sources, each.excuses_delay))
        times = (each.sources for stage in law.stages.values() for each in stage.limits)
        resting += filter(None, (*rules, *bundles, *filed, *declared, *ways, *times))
        for sources in resting:
            assert law.weakest(sources) is not ReadIn.MEMORY, (law.key, sources)


def test_no_letter_and_no_file_of_the_library_cites_what_is_known_from_memory() -> None:
    """By the numbers under which these decisions are cited."""
    folders = (PACKAGED, ROOT / "templates" / "letters", ROOT / "tests" / "documents" / "golden")
    files = [each for folder in folders for each in folder.rglob("*") if each.is_file()]
    assert len(files) > 100

    for file in files:
        # A letter that refers to its own paragraph of that number cites no decision.
        text = OWN_PARAGRAPH.sub("", file.read_bytes().decode("utf-8", "replace"))
        assert not [number for number in REMEMBERED_NUMBERS if number in text], file


def test_decisions_are_shown_for_the_laws_whose_forums_gave_them(library: Library) -> None:
    federal = library.decisions_on(library.law("pk-raia-2017"))

    assert {"pk-01", "pk-08", "pk-c1", "pk-c5"} <= {each.key for each in federal}
    assert all(each.decision for each in federal)
    assert library.decisions_on(library.law("pk-punjab-rti-2013")) == ()
    american = [each.key for each in library.decisions_on(library.law("us-foia"))]
    assert american == ["us-01", "us-02", "us-03", "us-04", "us-05"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        pytest.param(
            '[{ where = "a newspaper", read_in = "secondary" }]',
            "[]",
            "authority.xx-01.sources: must name at least one source: where is the authority "
            "known from?",
            id="without a source",
        ),
        pytest.param(
            '"secondary"',
            '"memory"',
            "authority.xx-01.sources[1]: rests on memory alone: leave the authority out.",
            id="from memory",
        ),
        pytest.param(
            'qualifier = { en = "as reported" }\n',
            "",
            "authority.xx-01.qualifier: is missing: say how the decision is known, such as “as "
            "reported”.",
            id="without its qualifier",
        ),
        pytest.param(
            "forum = ",
            'court = { en = "A court" }\nforum = ',
            "authority.xx-01: write one of “forum” and “court”: only one of them decided.",
            id="decided twice",
        ),
        pytest.param(
            'use = "both"',
            'use = "for"',
            "authority.xx-01.distinguished: meets an adverse authority, and this one is “for” "
            "only.",
            id="distinguished although it helps",
        ),
        pytest.param(
            'use = "both"',
            'use = "both"\ndoubted_by = ["xx-01"]',
            "authority.xx-01.doubted_by: names the authority itself.",
            id="doubted by itself",
        ),
        pytest.param(
            'use = "both"',
            'use = "both"\ndoubted_by = ["xx-02"]',
            "authority.xx-01.doubted_by: there is no authority “xx-02”. Did you mean “xx-01”? "
            "Allowed: xx-01.",
            id="doubted by one that does not exist",
        ),
        pytest.param(
            "holds = ",
            "says = ",
            "authority.xx-01: unknown word “says”.",
            id="an unknown word",
        ),
    ],
)
def test_a_faulty_authority_is_complained_of(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    found = complaints(tmp_path, spoiled(XX, old, new))

    assert any(each.startswith(f"{XX}, {complaint}") for each in found), found


def test_editors_get_a_schema_of_authorities(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "schema", "authority"]) == 0

    schema = json.loads(capsys.readouterr().out)
    words = schema["$defs"]["Authority"]
    assert {"cite", "holds", "use", "sources"} <= set(words["required"])
    assert "without a name of a private person" in words["properties"]["cite"]["description"]


def grounds_of(law: Law) -> tuple[LetterPoint | Exemption, ...]:
    """What the file of a law pleads with decisions."""
    return (*law.points, *law.exemptions)


def references_of(library: Library) -> set[str]:
    """Every decision, or single proposition of one, that a ground of some law relies on."""
    grounds = [each for law in library.laws.values() for each in grounds_of(law)]
    return {key for each in grounds for key in (*each.authorities, *each.by_parity)}


def test_each_proposition_is_said_in_urdu_and_differs_from_the_whole(library: Library) -> None:
    for authority in library.authorities.values():
        for key, text in authority.holdings.items():
            assert "ur" in text.words, (authority.key, key)
            assert authority.holding(f"{authority.key}#{key}") == text
            assert text != authority.holds, (authority.key, key)
        assert authority.holding(authority.key) == authority.holds


def test_that_the_owner_is_the_custodian_is_met_and_never_relied_on(library: Library) -> None:
    law = library.law("pk-raia-2017")
    met = {key for each in grounds_of(law) for key in each.adverse}

    assert not {"pk-05", "pk-05#custody"} & references_of(library)
    assert "pk-05#custody" in met


def test_where_minutes_are_argued_the_suspended_orders_are_met(library: Library) -> None:
    law = library.law("pk-raia-2017")
    arguing = [
        each
        for each in grounds_of(law)
        if {"pk-01", "pk-01#minutes"} & {*each.authorities, *each.by_parity}
    ]

    assert arguing
    for each in arguing:
        assert {"pk-c5", "pk-c6"} <= set(each.adverse), each.key


def test_a_proposition_that_a_decision_does_not_have_is_complained_of(tmp_path: Path) -> None:
    cited = 'says = { en = "It is late." }\nauthorities = ["xx-01#severance"]\n'
    point = (
        f'\n[[point]]\nkey = "late"\nletter = "appeal"\nwhen = "late"\n{cited}sources = ["s1"]\n'
    )
    law = "laws/xx-law-2020.toml"

    plain = spoiled(law, "\n[provision.s1]", f"{point}\n[provision.s1]")
    holding = '\n[authority.xx-01.holdings]\nseverance = { en = "A part is given." }\n'
    known = spoiled(XX, "schema = 1", "schema = 1")[XX]
    assert isinstance(known, str)

    without, with_it = (
        complaints(tmp_path, plain | {XX: each}) for each in (known, known + holding)
    )

    assert "xx-01#severance" in str(without)
    assert "xx-01#severance" not in str(with_it)
