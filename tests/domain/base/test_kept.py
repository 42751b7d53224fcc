"""What is kept about a part of the library, or about a word, is found once for each, and never for
another."""

from dataclasses import dataclass, replace

from tracker.domain.base.kept import kept_for_each, kept_for_words


@dataclass(frozen=True)
class Shelf:
    names: list[str]


def test_it_is_found_once_for_each_part_even_if_parts_are_equal() -> None:
    asked: list[Shelf] = []

    @kept_for_each
    def first_name(shelf: Shelf) -> str:
        asked.append(shelf)
        return shelf.names[0]

    one, equal, other = Shelf(["a"]), Shelf(["a"]), Shelf(["b"])

    assert [first_name(each) for each in (one, equal, other, one, other)] == list("aabab")
    assert [id(each) for each in asked] == [id(one), id(equal), id(other)]
    assert first_name(replace(one, names=["c"])) == "c"


def test_it_is_found_once_for_each_word_and_at_most_for_so_many() -> None:
    asked: list[str] = []

    @kept_for_words(2)
    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    assert [length(each) for each in ("a", "bb", "a", "bb")] == [1, 2, 1, 2]
    assert asked == ["a", "bb"]
    assert length("ccc") == 3, "a third word takes the place of those before it"
    assert length("a") == 1
    assert asked == ["a", "bb", "ccc", "a"]


def test_an_empty_answer_for_a_word_is_kept_too() -> None:
    asked: list[str] = []

    @kept_for_words(2)
    def stem(word: str) -> str:
        asked.append(word)
        return ""

    assert (stem("a"), stem("a")) == ("", "")
    assert asked == ["a"]
