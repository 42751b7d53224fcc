"""Searching the public side: what is published is found at once, and what is taken away is not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from benchmarks.traffic import listening
from tests.offices import AYESHA, BY, Clock, a_request, an_office, received
from tests.web import record_scenes as scenes
from tracker.domain.base.errors import NotAllowed, Refusal
from tracker.domain.base.terms import WithheldBecause
from tracker.services.cases.silence import sweep
from tracker.services.core.indexing import edition, rebuild_index, refresh
from tracker.services.core.office import Office
from tracker.services.ports.sought import Sought
from tracker.services.public.facets import Facet
from tracker.services.public.library_pages import LibraryPages
from tracker.services.public.searching import (
    HITS_ON_A_PAGE,
    MOST,
    SearchForm,
    SearchResult,
    search,
)
from tracker.services.publishing.publishing import remove_from_record, withhold
from tracker.storage.public.search import SqlSearchRepository


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Four records of which no test here changes anything."""
    with an_office(tmp_path_factory.mktemp("office")) as (office, _):
        for scene in (
            scenes.a_silence,
            scenes.a_refusal,
            scenes.a_late_answer,
            scenes.a_request_in_urdu,
        ):
            scene(office)
        yield office


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    """An office that a test may fill and change."""
    with an_office(tmp_path) as opened:
        yield opened


SILENCE, REFUSAL, LATE, URDU = "r0000001", "r0000002", "r0000003", "r0000004"


def sought(office: Office, typed: str = "", **choices: object) -> SearchResult:
    found = search(office, SearchForm(typed, **choices))  # type: ignore[arg-type]
    assert found is not None
    return found


def records(office: Office, typed: str = "", **choices: object) -> set[str]:
    return {hit.line.reference for hit in sought(office, typed, **choices).on_record}


def test_nothing_asked_finds_nothing_and_is_no_failure(filled: Office) -> None:
    assert search(filled, SearchForm()) is None
    assert search(filled, SearchForm(' "" - * ')) is None


def test_records_are_found_by_names_questions_outcomes_and_released_words(filled: Office) -> None:
    assert records(filled, "“record is classified”") == {REFUSAL}
    assert records(filled, "pta") >= {SILENCE}
    assert records(filled, "ministry of interior") >= {REFUSAL}
    assert records(filled, REFUSAL) == {REFUSAL}
    assert records(filled, "x in pakistan", body="pk-moitt") == {LATE}
    assert records(filled, "classified -interior") == set()


def test_the_regulator_is_found_by_its_acronym_in_urdu_letters(filled: Office) -> None:
    """As people call it; the second is typed with the Arabic letter yeh."""
    for typed in ("پی ٹی اے", "پ\u064a ٹ\u064a اے"):
        found = sought(filled, typed)
        assert SILENCE in {hit.line.reference for hit in found.on_record}
        assert found.on_file[0].page.key == "pk-pta"


def test_urdu_is_found_in_any_letters_and_digits(filled: Office) -> None:
    """The name of PTA in Urdu, with the yeh and the kaf of an Arabic keyboard: the words of the
    library are written with those of Urdu."""
    name = filled.library.body("pk-pta").name.in_language("ur")
    arabic = name.replace("\u06cc", "\u064a").replace("\u06a9", "\u0643")
    assert arabic != name

    assert records(filled, arabic) == records(filled, name) >= {SILENCE}


def test_an_excerpt_shows_the_words_around_what_was_found(filled: Office) -> None:
    [hit] = sought(filled, "“is classified” record").on_record

    marked = [piece.said for piece in hit.excerpt.pieces if piece.sought]
    assert marked == ["record", "is", "classified"]
    assert "".join(piece.said for piece in hit.excerpt.pieces) == "The record is classified."


def test_filters_follow_what_the_record_says(filled: Office) -> None:
    assert records(filled, silent=True) == {SILENCE}
    assert records(filled, outcome="refused") == {REFUSAL, LATE}
    assert records(filled, outcome="disclosed") == {LATE}
    assert records(filled, country="pk", law="pk-raia-2017") == {SILENCE, REFUSAL, LATE, URDU}
    assert records(filled, body="pk-cabinet-division") == {URDU}
    assert records(filled, year=2026) == {URDU}
    assert records(filled, year=2024) == {SILENCE, REFUSAL, LATE}
    assert sought(filled, country="gb").nothing
    assert records(filled, outcome="no such outcome", body="") == set(), "and none is invented"


def test_a_window_is_open_until_its_last_safe_day_and_not_once_it_was_used(
    own: tuple[Office, Clock],
) -> None:
    """Refused on Friday 29 March 2024. An appeal may be filed within thirty days, to Sunday
    28 April (the 30th day after); the last day on which the Commission is surely open is the
    Friday before, 26 April, or, if its week then ended on Saturday, that Saturday."""
    office, clock = own
    reference = scenes.a_refusal(office)
    until = office.records.listed(Sought(), 0, 1)[0].open_until
    assert until
    assert date(2024, 4, 26) <= until <= date(2024, 4, 28)
    clock.set(until)
    assert records(office, window=True) == {reference}
    clock.set(until + timedelta(1))
    assert records(office, window=True) == set()

    clock.set(until)
    scenes.an_appeal(office, reference, date(2024, 4, 22))
    scenes.show(office, reference, on=None)
    assert records(office, window=True) == set()
    assert records(office, body="pk-pic") == {reference}, "the Commission hears its appeal"


def test_pages_of_the_library_are_found_and_those_so_named_come_first(filled: Office) -> None:
    found = sought(filled, "pakistan telecommunication authority").on_file

    assert (found[0].page.shelf, found[0].page.key) == (LibraryPages.BODY, "pk-pta")
    assert {hit.page.shelf for hit in sought(filled, "wikipedia").on_file} >= {LibraryPages.BLOCK}
    assert sought(filled, "pakistan", silent=True).on_file == (), "only a request can be silent"
    assert all("gb" in hit.page.countries for hit in sought(filled, "act", country="gb").on_file)


def test_a_search_without_a_hit_says_what_may_help(filled: Office) -> None:
    misspelt = sought(filled, "pakistn", silent=True)
    assert (misspelt.nothing, misspelt.near.meant) == (True, "pakistan")

    elsewhere = sought(filled, "“record is classified”", silent=True)
    assert (elsewhere.nothing, elsewhere.without_filters) == (True, 1)


def test_a_misspelt_search_shows_what_was_meant(filled: Office) -> None:
    found = sought(filled, "recrod clasified").near

    assert found.meant == "record classified"
    assert REFUSAL in {hit.line.reference for hit in found.on_record}
    [first, *_] = sought(filled, "wikpedia").near.on_file
    assert first.page.key == "pk-wikipedia-2023"


def test_a_correction_that_finds_nothing_either_is_not_offered(filled: Office) -> None:
    found = sought(filled, "wikpedia zzzzzzz").near

    assert found.meant == ""
    [first, *_] = found.on_file
    assert first.page.key == "pk-wikipedia-2023"


def test_a_word_of_a_record_alone_is_known_by_its_spelling(filled: Office) -> None:
    """No page of the library has it: the vocabulary of the records does."""
    assert sought(filled, "clasified").near.meant == "classified"
    assert sought(filled, "zzzzzzz").near.meant == ""


def test_words_that_nothing_has_together_are_found_one_by_one(filled: Office) -> None:
    found = sought(filled, "classified wikipedia bluesky")

    assert found.nothing
    assert found.near.meant == ""
    assert REFUSAL in {hit.line.reference for hit in found.near.on_record}
    assert {hit.page.shelf for hit in found.near.on_file} >= {LibraryPages.BLOCK}


@pytest.mark.parametrize(
    "typed", ["section 37", "s 37", "s. 37(1)", "sec 37", "دفعہ 37", "PECA section 37", "دفعه ۳۷"]
)
def test_a_provision_is_found_by_its_number(filled: Office, typed: str) -> None:
    """Section 37 of the Prevention of Electronic Crimes Act is the power to block."""
    first = sought(filled, typed.replace("PECA", "electronic crimes")).on_file[0].page

    assert (first.shelf, first.key) == (LibraryPages.POWER, "pk-peca-2016-s37")


def test_a_provision_of_a_law_is_found_with_the_place_where_it_is_told(filled: Office) -> None:
    found = sought(filled, "section 14", law="pk-raia-2017")
    provisions = [hit for hit in found.on_file if hit.page.shelf is LibraryPages.PROVISION]

    assert provisions
    for hit in provisions:
        assert (
            hit.page.place.removeprefix("provision-")
            in filled.library.laws[hit.page.key].provisions
        )
        assert hit.excerpt, "what the provision says"
    assert not [
        hit for hit in sought(filled, "appeal").on_file if hit.page.shelf is LibraryPages.PROVISION
    ], "a law has dozens: they are found where one is cited"
    assert sought(filled, "appeal", kind="provision").pages > 5


def test_requests_are_found_by_the_exemption_that_a_refusal_relied_on(filled: Office) -> None:
    law = filled.library.law("pk-raia-2017")
    [relied] = [each for each in law.exemptions if each.key == "s7-e"]

    assert records(filled, relied.cite.in_language("en")) >= {REFUSAL}
    assert SILENCE not in records(filled, relied.cite.in_language("en"))


def test_facets_count_what_each_choice_would_leave(filled: Office) -> None:
    everything = sought(filled, "pakistan")
    for facet, values in everything.facets.items():
        for value, number in values.items():
            chosen = int(value) if facet is Facet.YEAR else value == "1" or value
            narrowed = sought(filled, "pakistan", **{facet.value: chosen})
            assert narrowed.count + narrowed.pages == number, (facet, value)
    assert set(everything.facets[Facet.KIND]) >= {"request", "block", "body"}
    assert everything.facets[Facet.YEAR] == {"2024": 3, "2026": 1}


def test_too_many_results_have_choices_without_numbers(
    filled: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.services.public.searching.MOST", 2)
    facets = sought(filled, "pakistan").facets

    assert all(number is None for values in facets.values() for number in values.values())
    assert {"2024", "2026"} == set(facets[Facet.YEAR])
    assert "pk-raia-2017" in facets[Facet.LAW]


def test_only_pages_of_a_kind_are_found_if_one_is_chosen(filled: Office) -> None:
    bodies = sought(filled, "pakistan", kind="body")

    assert {hit.page.shelf for hit in bodies.on_file} == {LibraryPages.BODY}
    assert bodies.count == 0
    assert sought(filled, "pakistan", kind="request").on_file == ()
    laws = sought(filled, kind="law")
    assert laws.pages == len(filled.library.laws)
    last, rest = divmod(laws.pages, HITS_ON_A_PAGE)
    assert len(sought(filled, kind="law", page=last).on_file) == HITS_ON_A_PAGE
    assert len(sought(filled, kind="law", page=last + 1).on_file) == rest


def test_an_excerpt_is_in_the_language_of_the_page_if_both_have_the_words(filled: Office) -> None:
    def language(of_page: str) -> str:
        found = sought(filled, "section 37(4)", language=of_page).on_file[0]
        return found.excerpt.language

    assert (language("en"), language("ur")) == ("en", "ur")


def test_an_empty_office_has_a_library_to_search(own: tuple[Office, Clock]) -> None:
    office, _ = own

    assert sought(office, "pta").on_file
    assert sought(office, "classified").count == 0
    assert sought(office, silent=True).nothing
    assert sought(office, "pakistn").near.meant == "pakistan"


def test_statements_of_a_search_do_not_grow_with_the_records(own: tuple[Office, Clock]) -> None:
    office, _ = own
    asked = (
        "pakistan",
        "“legal basis” pta",
        "telecom*",
        "section 37",
        "pakistn zzzzz",
        "order nowhere",
    )

    def statements() -> list[int]:
        counts = []
        for typed in asked:
            with listening() as traffic:
                search(office, SearchForm(typed))
            counts.append(traffic.statements)
        return counts

    scenes.a_silence(office)
    scenes.a_refusal(office)
    few = statements()
    for _ in range(6):
        scenes.a_silence(office)
    assert all(more <= less for more, less in zip(statements(), few, strict=True))


def test_a_long_query_is_cut_and_said_to_be(filled: Office) -> None:
    long = "“record is classified”" + " " * 300 + "nonsense"

    assert sought(filled, long).too_long
    assert records(filled, long) == {REFUSAL}


def test_what_is_withheld_is_found_no_more(own: tuple[Office, Clock]) -> None:
    office, _ = own
    reference = scenes.a_refusal(office)
    assert records(office, "classified") == {reference}

    withhold(office, reference, WithheldBecause.SAFETY, by=BY)

    assert sought(office, reference).nothing
    assert sought(office, "“record is classified”").nothing


def test_words_that_are_removed_are_found_no_more_and_the_rest_is(
    own: tuple[Office, Clock],
) -> None:
    office, _ = own
    reference = scenes.a_refusal(office)
    [release] = office.records.record(reference).releases

    remove_from_record(office, reference, [release.digest], WithheldBecause.PRIVACY, by=BY)

    assert sought(office, "“record is classified”").nothing
    assert records(office, reference) == {reference}


def test_a_publication_that_fails_leaves_nothing_to_be_found(own: tuple[Office, Clock]) -> None:
    office, _ = own
    reference = a_request(office, on=date(2024, 3, 15))
    received(office, reference, date(2024, 3, 18))
    sweep(office)

    class Full(SqlSearchRepository):
        def put(self, *_: object, **__: object) -> None:
            raise Refusal("There is no room.")

    broken = replace(office)
    index = office.records.index
    office.records.index = Full(index._transactions)  # type: ignore[attr-defined]
    with pytest.raises(Refusal, match="no room"):
        scenes.show(broken, reference)
    office.records.index = index

    assert office.records.lines() == ()
    assert scenes.show(office, reference) == reference
    assert records(office, reference) == {reference}


def test_entries_not_indexed_as_shown_are_indexed_again(own: tuple[Office, Clock]) -> None:
    office, _ = own
    references = {scenes.a_silence(office), scenes.a_refusal(office)}
    assert refresh(office) == 0
    office.records.index.clear()
    assert sought(office, "order").count == 0

    assert refresh(office, limit=1) == 1
    assert refresh(office) == 1
    assert records(office, silent=False, country="pk") == references
    rebuild_index(office)
    assert records(office, country="pk") == references
    assert office.records.index.behind(edition(office), 9) == ()


def test_a_process_with_another_library_indexes_nothing(own: tuple[Office, Clock]) -> None:
    office, _ = own
    scenes.a_silence(office)
    other = replace(office, library=replace(office.library, digest="another"))

    assert refresh(other) == 0
    rebuild_index(other)
    assert sought(office, country="pk").count == 1, "nothing was forgotten"


def test_pages_of_hits_follow_each_other_and_the_last_is_the_last(
    own: tuple[Office, Clock], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, _ = own
    made = {scenes.a_silence(office) for _ in range(3)}
    monkeypatch.setattr("tracker.services.public.searching.HITS_ON_A_PAGE", 2)

    first, last = sought(office, country="pk"), sought(office, country="pk", page=99)
    assert (first.number, first.last, last.number, first.count) == (1, 2, 2, 3)
    shown = [hit.line.reference for each in (first, last) for hit in each.on_record]
    assert set(shown) == made
    assert len(shown) == 3
    assert last.on_file == ()
    assert HITS_ON_A_PAGE < MOST


def test_consent_is_needed_before_anything_is_found(own: tuple[Office, Clock]) -> None:
    office, _ = own
    silent = replace(AYESHA, consents_to_publication=False)
    reference = a_request(office, on=date(2024, 3, 15), applicant=silent)
    with pytest.raises(NotAllowed):
        scenes.show(office, reference)

    assert sought(office, reference).nothing
