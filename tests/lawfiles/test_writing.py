"""A written-back file gives the same law: those of the library, and laws that nobody wrote."""

import tomllib
from dataclasses import fields
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lawfiles.small_library import FILES, write
from tracker.domain.base.days import Span
from tracker.domain.base.text import Text
from tracker.domain.law.block import Block
from tracker.domain.law.law import Law
from tracker.domain.law.law_file import LawFact, NotKnown
from tracker.domain.law.statement import Statement
from tracker.domain.library import Library
from tracker.lawfiles import read_library
from tracker.lawfiles.filling import UNPRINTED, Filling, is_table
from tracker.lawfiles.shape import NOT_WRITTEN, shape_of
from tracker.lawfiles.writing import library_file_text

KEYS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
LANGUAGES = st.sampled_from(["en", "ur", "de", "pt-br", "zh-hans"])
# All letters but lone halves of a pair, which UTF-8 cannot hold, and those that nobody sees, which
# no file may hold.
LETTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters=[one for one in map(chr, range(0x10000)) if UNPRINTED.match(one)],
)
WORDS = st.text(LETTERS, min_size=1, max_size=30).filter(str.strip)
ONE_LINE = WORDS.map(lambda said: " ".join(said.split()))
TEXTS = st.dictionaries(LANGUAGES, ONE_LINE, min_size=1, max_size=3).map(Text)


def read_back(entry: Any) -> Any:
    table = tomllib.loads(library_file_text(entry))
    assert table.pop("schema") == 1
    return Filling("written.toml", "").fill(type(entry), table, "")


def reads_back_as_it_was(entry: Any) -> None:
    back = read_back(entry)

    assert back == entry
    assert list(getattr(back, "stages", ())) == list(getattr(entry, "stages", ()))


def anything(hint: Any, named: str = "") -> st.SearchStrategy[Any]:
    """Every value that a field of that type can have, however odd a law it makes."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is UnionType:
        (some,) = (each for each in parts if each is not NoneType)
        return st.none() | anything(some)
    if origin is tuple:
        return st.lists(anything(parts[0]), max_size=2).map(tuple)
    if origin is frozenset:
        return st.frozensets(anything(parts[0]), max_size=2)
    if origin is not None:
        return by_key(*parts)
    if hint is Text:
        return TEXTS
    if hint is NotKnown:
        about = st.lists(st.sampled_from(LawFact), max_size=3).map(tuple)
        return st.builds(lambda text, kinds: NotKnown(text.words, kinds), TEXTS, about)
    if hint is Span:
        return st.builds(Span, DAYS, st.none() | DAYS)
    if is_table(hint):
        return st.deferred(lambda: made(hint))
    if issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    plain = {bool: st.booleans(), int: st.integers(-9, 999), date: DAYS, str: WORDS}
    return plain[hint]


def by_key(key: Any, hint: Any) -> st.SearchStrategy[Any]:
    keys = KEYS if key is str else anything(key)
    if not is_table(hint):
        return st.dictionaries(keys, anything(hint), max_size=3)
    entries = st.lists(made(hint), max_size=3, unique_by=lambda entry: entry.key)
    return entries.map(lambda several: {entry.key: entry for entry in several})


def made(cls: Any) -> st.SearchStrategy[Any]:
    """Every entry of that kind; words that may be left out are, now and then."""
    given = {}
    for word in shape_of(cls).words:
        given[word.field] = KEYS if word.field == "key" else anything(word.hint)
        (field,) = (each for each in fields(cls) if each.name == word.field)
        if not word.required and field.default == "":
            given[word.field] = st.just("") | given[word.field]
    return st.builds(cls, **given)


@pytest.mark.parametrize("entries", [10, pytest.param(100, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", [Law, Block, Statement])
def test_whatever_is_written_reads_back_as_it_was(kind: type, entries: int) -> None:
    @settings(
        max_examples=entries,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(made(kind))
    def holds(entry: Any) -> None:
        reads_back_as_it_was(entry)

    holds()


def test_every_entry_of_the_library_that_has_a_file_reads_back_as_it_was(
    library: Library,
) -> None:
    """The stages of a law in their order, too: the first one is that which a request opens."""
    for shelf in (library.laws, library.blocks, library.statements):
        for entry in shelf.values():
            reads_back_as_it_was(entry)


def test_a_law_written_back_into_a_library_is_the_same_law(tmp_path: Any) -> None:
    law = read_library(write(tmp_path / "1", dict(FILES))).law("xx-law-2020")

    again = read_library(
        write(tmp_path / "2", {**FILES, "laws/xx-law-2020.toml": library_file_text(law)})
    )

    assert again.law("xx-law-2020") == law
    assert "digest" in NOT_WRITTEN[Law]


def test_letters_that_toml_does_not_allow_are_written_as_escapes(tmp_path: Any) -> None:
    odd = 'a "quoted" \\\\ word'
    files = {**FILES, "laws/xx-law-2020.toml": FILES["laws/xx-law-2020.toml"]}
    files["laws/xx-law-2020.toml"] = str(files["laws/xx-law-2020.toml"]).replace(
        '"1 of 2020"', f"'{odd}\\u007f'"
    )
    law = read_library(write(tmp_path, files)).law("xx-law-2020")

    assert read_back(law) == law
