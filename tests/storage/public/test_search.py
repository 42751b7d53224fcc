"""Finding public records by their words: both databases find the same, and nothing typed fails."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.statements import sent_statements
from tests.storage.publishing.test_records import RECORD, SILENCE, recorded
from tests.storage.samples import OTHER, REFERENCE, file_request
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_status import Phase
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.record.record import Record
from tracker.services.core.search_query import WordsOfText, query_of, tier_of
from tracker.services.core.word_index import indexed
from tracker.services.ports.search import Passage, SearchEntry, Tier, Wanted
from tracker.services.ports.sought import Sought
from tracker.storage.opening import Storage

pytestmark = pytest.mark.on_postgres("forms_beginnings", "hostile_words", "counted_by", "so_named")

EDITION = "1 edition"
THIRD = "b4c5d6f7"


def kept(storage: Storage, record: Record, *passages: str, names: str = "") -> None:
    """Publish a record, found by these words."""
    with storage.cases.open(record.reference) as case:
        case.publish(replace(record, releases=()), ())
        storage.records.index.put(entry(record, (names,), passages))


def entry(
    record: Record, names: Sequence[str], passages: Sequence[str], *outcomes: str
) -> SearchEntry:
    said = tuple(map(Passage, passages))
    return SearchEntry(record, EDITION, tuple(names), said, "pk", outcomes)


@pytest.fixture
def filled(storage: Storage) -> Storage:
    """Three records of three days, the newest of which is by its reference the first."""
    for reference in (REFERENCE, OTHER, THIRD):
        file_request(storage, reference)
    second = replace(RECORD, reference=OTHER, as_of=date(2024, 5, 2), phase=Phase.REFUSED)
    sent = recorded(3, Sent(on=SILENCE.on, channel=Channel.HAND))
    third = replace(
        second, reference=THIRD, as_of=date(2024, 5, 3), body="body-two", entries=(sent,)
    )
    kept(storage, RECORD, "The order, in full.", names="Block of X PTA")
    kept(storage, second, "The reasons of the order", "a secret")
    kept(storage, third, "the order of the PTA")
    return storage


def found(storage: Storage, typed: str = "", **among: object) -> list[str]:
    wanted = Wanted(query_of(typed), Sought(**among))  # type: ignore[arg-type]
    there = storage.records.index.found(wanted, 0, 20, 20)
    number = storage.records.index.count(wanted, 20)
    assert number == there.count == len(there.hits) == len(there.rows)
    return [hit.line.reference for hit in there.hits]


def test_what_is_so_named_comes_first_and_then_the_newest(filled: Storage) -> None:
    assert found(filled, "order") == [THIRD, OTHER, REFERENCE]
    assert found(filled, "PTA") == [REFERENCE, THIRD]
    assert found(filled, "“the order”") == [THIRD, OTHER, REFERENCE]
    assert found(filled, "“order of”") == [THIRD]
    assert found(filled, "order -pta") == [OTHER]
    assert found(filled, "-secret") == [THIRD, REFERENCE]
    assert found(filled, "x order") == [REFERENCE], "one word in the names, one elsewhere"
    assert found(filled, "“order a”") == [], "a row of words does not run into the next passage"
    assert found(filled, "nowhere") == []
    assert found(filled) == [THIRD, OTHER, REFERENCE]


def test_after_a_search_that_finds_nothing_no_record_is_read(filled: Storage) -> None:
    with sent_statements() as sent:
        assert filled.records.index.found(Wanted(query_of("nowhere")), 0, 20, 20).count == 0

    assert sent
    assert not any("passages" in statement or "record_body" in statement for statement in sent)


def test_places_go_on_from_names_to_the_rest(filled: Storage) -> None:
    wanted = Wanted(query_of("pta"))
    places = [filled.records.index.found(wanted, first, 1, 9).hits for first in range(3)]

    assert [[hit.line.reference for hit in hits] for hits in places] == [[REFERENCE], [THIRD], []]
    assert filled.records.index.count(Wanted(), 2) == 2


def test_forms_beginnings_and_citations_are_found_on_both_databases(filled: Storage) -> None:
    file_request(filled, "d6e7f8g9")
    newest = replace(RECORD, reference="d6e7f8g9", as_of=date(2024, 5, 9))
    said = "Blocking orders under s. 37(1); Telecommunication: دفعہ ۵۱", "بندش کا حُكم"
    kept(filled, newest, *said)

    for typed in ("blocked", "ordered", "section 37", "§ 37(1)", "section 51", "telecom", "حکم"):
        assert "d6e7f8g9" in found(filled, typed), typed
    assert found(filled, "order") == ["d6e7f8g9", THIRD, OTHER, REFERENCE]
    assert found(filled, "“order”") == [THIRD, OTHER, REFERENCE]
    assert found(filled, "orde") == ["d6e7f8g9", THIRD, OTHER, REFERENCE]
    assert found(filled, "tel*") == found(filled, "tele*") == ["d6e7f8g9"]
    assert found(filled, "te*") == found(filled, "tel") == found(filled, "“blocking ord*”") == []
    for typed in ("section 3", "section 37(2)", "article 37", "-blocks telecom"):
        assert found(filled, typed) == [], typed


def test_words_that_only_begin_so_come_last(filled: Storage) -> None:
    file_request(filled, "d6e7f8g9")
    kept(filled, replace(RECORD, reference="d6e7f8g9", as_of=date(2024, 5, 9)), "a secretariat")

    assert found(filled, "secret") == [OTHER, "d6e7f8g9"]


def test_any_of_the_words_is_enough_if_a_query_says_so(filled: Storage) -> None:
    query = replace(query_of("secret pta nowhere"), any_of=True)
    there = filled.records.index.found(Wanted(query), 0, 9, 9)

    assert [hit.line.reference for hit in there.hits] == [THIRD, OTHER, REFERENCE]
    assert filled.records.index.count(Wanted(query), 9) == 3


def test_what_is_found_is_counted_by_country_body_law_status_and_year(filled: Storage) -> None:
    rows = filled.records.index.found(Wanted(query_of("order")), 0, 1, 9).rows

    assert Counter(row.country for row in rows) == {"pk": 3}
    assert [row.bodies for row in rows if row.bodies] == [("body-two",)], "asked by an entry"
    assert Counter(row.law for row in rows) == {"law-one": 3}
    assert Counter(row.phase for row in rows) == {"silent": 1, "refused": 2}
    assert {row.year for row in rows} == {2024}


def near(storage: Storage, *words: str) -> set[str]:
    return set(storage.records.index.nearly_spelled(words))


def test_words_are_known_by_their_spelling_until_no_record_has_them(filled: Storage) -> None:
    assert near(filled, "ordre", "reasns", "secert") == {"order", "reasons", "secret"}
    assert near(filled, "zzzzz") == set()

    filled.records.index.drop(OTHER)

    assert near(filled, "ordre", "reasns", "secert") == {"order"}, "others have it still"
    filled.records.index.clear()
    assert near(filled, "ordre") == set()


def test_hostile_words_find_what_they_say_and_nothing_fails(filled: Storage) -> None:
    for typed in ('"' * 10_000, "order" + " x" * 5_000, "\0\x07order\x1b", "a OR b) NOT (c", "*"):
        found(filled, typed)
    assert found(filled, "\u202eorder\u202c \u200fpta") == [THIRD, REFERENCE]
    assert found(filled, "order*) OR (secret") == [OTHER], "and no operator"


def test_many_and_few_are_found_in_one_order(filled: Storage) -> None:
    """By how many there are a database goes another way to them."""
    wanted = Wanted(query_of("order"))
    ways = [filled.records.index.found(wanted, 0, 3, most) for most in (1, 2, 3, 9)]

    assert [way.count for way in ways] == [1, 2, 3, 3]
    assert [len(way.rows) for way in ways] == [0, 0, 0, 3], "what is cut is not counted by kind"
    for way in ways:
        assert [hit.line.reference for hit in way.hits] == [THIRD, OTHER, REFERENCE]


def test_filters_let_through_what_they_name(filled: Storage) -> None:
    with filled.transactions.writing():
        record = filled.records.record(OTHER)
        filled.records.index.put(entry(record, (), ("an order",), "refused", "not-held"))

    assert found(filled, "order", outcome="refused") == [OTHER]
    assert found(filled, outcome="not-held") == [OTHER]
    assert found(filled, outcome="held") == []
    assert found(filled, body="body-two") == [THIRD]
    assert found(filled, country="gb") == []
    assert found(filled, "order", country="pk", laws=frozenset({"law-one"}), block="block-one")
    assert found(filled, phases=frozenset({"silent"})) == [REFERENCE]
    assert found(filled, year=2024) == [THIRD, OTHER, REFERENCE]
    assert found(filled, year=2023) == []
    assert found(filled, silent=True) == [], "no silence stands on these records"


def test_a_list_is_filtered_by_what_the_search_knows_of_a_record(filled: Storage) -> None:
    with filled.transactions.writing():
        abroad = entry(filled.records.record(OTHER), (), ("an order",), "refused")
        filled.records.index.put(replace(abroad, country="gb"))

    def listed(**among: str) -> list[str]:
        lines = filled.records.listed(Sought(**among), 0, 20)  # type: ignore[arg-type]
        assert found(filled, **among) == [line.reference for line in lines]
        return [line.reference for line in lines]

    assert listed(country="pk") == [THIRD, REFERENCE]
    assert listed(country="gb") == [OTHER]
    assert listed(country="gb", outcome="refused") == [OTHER]
    assert listed(country="pk", outcome="refused") == []


def test_the_order_without_words_is_that_of_lists(filled: Storage) -> None:
    file_request(filled, "a2b3c4d5")
    kept(filled, replace(RECORD, reference="a2b3c4d5", as_of=date(2024, 5, 2)))

    listed = [line.reference for line in filled.records.listed(Sought(), 0, 9)]
    assert found(filled) == listed == [THIRD, OTHER, "a2b3c4d5", REFERENCE]


def test_a_hit_comes_with_its_line_and_its_words(filled: Storage) -> None:
    [hit] = filled.records.index.found(Wanted(query_of("secret")), 0, 20, 20).hits

    assert hit.line in filled.records.lines()
    assert hit.passages == (Passage("The reasons of the order"), Passage("a secret"))


def test_a_record_that_is_withheld_is_found_no_more_whatever_the_index_says(
    filled: Storage,
) -> None:
    gone = replace(RECORD, reference=OTHER, version=2, withheld=True, releases=())
    with filled.cases.open(OTHER) as case:
        case.publish(gone, ())

    assert found(filled, "reasons") == []
    assert filled.records.index.behind(EDITION, 9) == ()
    assert "secret" in everything_in(filled)

    filled.records.index.drop(OTHER)

    assert found(filled, "order") == [THIRD, REFERENCE]
    assert "secret" not in everything_in(filled)


def test_a_new_version_takes_the_place_of_the_one_before(filled: Storage) -> None:
    newer = replace(RECORD, reference=OTHER, version=2, as_of=date(2024, 5, 2), releases=())
    with filled.cases.open(OTHER) as case:
        case.publish(newer, ())
        assert filled.records.index.behind(EDITION, 9) == (OTHER,), "the open transaction is seen"
        filled.records.index.put(entry(newer, ("names",), ("the reasons",)), removed=True)

    assert found(filled, "reasons") == [OTHER]
    assert found(filled, "secret") == []
    assert filled.records.index.behind(EDITION, 9) == ()
    assert filled.records.index.behind("2 edition", 2) == (THIRD, REFERENCE)
    assert "secret" not in everything_in(filled)


def test_an_index_that_was_cleared_finds_nothing(filled: Storage) -> None:
    filled.records.index.clear()

    assert found(filled) == []
    assert filled.records.index.behind(EDITION, 9) == (THIRD, REFERENCE, OTHER)


def everything_in(storage: Storage) -> str:
    """All that the tables of the search hold, as text."""
    with storage.transactions.reading() as session:
        names = [
            name
            for name in sa.inspect(session.connection()).get_table_names()
            if name.startswith("search_") and name != "search_words_config"
        ]
        sqlite = session.get_bind().dialect.name == "sqlite"
        rows = [
            repr(tuple(row))
            for name in names
            if not (sqlite and name == "search_words")
            for row in session.connection().exec_driver_sql(f'SELECT * FROM "{name}"')  # noqa: S608
        ]
    return " ".join(rows)


# Words of which some are in the texts; signs that mean something to one database or the other.
WORDS = st.sampled_from(
    [
        "order",
        "pta",
        "the",
        "x",
        "\u062d\u06a9\u0645",
        "\u0643\u062a\u0627\u0628",
        "2024",
        "\u0915\u093f",
        "a",
        "or",
        "near",
    ]
)
SIGNS = st.sampled_from(
    [*"\"“”'*:^(){}+-&|!<>\\,~@#%$?;=/\0\n\t", " ", "-", " -", "\ue000", "\ud800"]
)
TYPED = st.lists(WORDS | SIGNS | st.text(max_size=3), max_size=12).map("".join)
PASSAGES = st.lists(st.lists(WORDS, max_size=5).map(" ".join), max_size=3)


@pytest.fixture
def many(storage: Storage) -> Storage:
    """Eight records, whose words each example of the test below rewrites."""
    for number in range(8):
        file_request(storage, f"a000000{number}")
    return storage


@pytest.mark.samples("sqlite")
@pytest.mark.parametrize("examples", [40, pytest.param(150, marks=pytest.mark.slow)])
def test_both_databases_find_what_the_words_alone_say_and_hostile_words_never_fail(
    many: Storage, examples: int
) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(
        st.lists(st.tuples(PASSAGES, PASSAGES), min_size=1, max_size=8),
        st.lists(TYPED, max_size=6),
    )
    def finds(texts: Sequence[tuple[list[str], list[str]]], typed: list[str]) -> None:
        _write(many, texts)

        for each in typed:
            query = query_of(each)
            told = []
            for number, (names, rest) in enumerate(texts):
                own = WordsOfText(indexed(names))
                if tier := tier_of(query, own, WordsOfText(indexed([*names, *rest]))):
                    told.append((list(Tier).index(tier), -number))
            expected = [f"a000000{-number}" for _, number in sorted(told)]
            assert found(many, each) == expected, each

    finds()


def _write(storage: Storage, texts: Sequence[tuple[list[str], list[str]]]) -> None:
    """The records again, the last one the newest."""
    stand = {line.reference for line in storage.records.lines()}
    with storage.transactions.writing():
        storage.records.index.clear()
        for number, (names, rest) in enumerate(texts):
            reference, day = f"a000000{number}", date(2024, 5, 1) + timedelta(number)
            record = replace(RECORD, reference=reference, as_of=day, releases=())
            if reference not in stand:
                with storage.cases.open(reference) as case:
                    case.publish(record, ())
            storage.records.index.put(entry(record, names, rest))
