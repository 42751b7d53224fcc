"""What is kept about a part of the library is found once for each part, and never for another."""

from dataclasses import dataclass, replace

from tracker.domain.base.kept import kept_for_each


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
