"""The rows of the package before, found for the versions of the next one."""

import json
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from tracker.services.public.data_parts import HEADS, Before, PackageVersion, placed, sizes_line

HEAD = b"head;"
ROWS = st.tuples(st.binary(max_size=3), st.binary(max_size=3))
VERSIONS = st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("012"))


def the_package(rows: dict[PackageVersion, tuple[bytes, bytes]]) -> Before:
    """A package of two files, of which the first begins with a line that is no record's."""
    files = [BytesIO(HEAD), BytesIO()]
    lines = [sizes_line(HEADS, [len(HEAD), 0])]
    for version, added in sorted(rows.items()):
        lines.append(sizes_line(version, [*map(len, added)]))
        for file, data in zip(files, added, strict=True):
            file.seek(0, 2)
            file.write(data)
    return Before(files, {}, placed(lines))


@given(st.dictionaries(VERSIONS, ROWS), st.sets(VERSIONS), st.integers(1, 5))
def test_each_version_gets_its_own_rows_or_none(
    rows: dict[PackageVersion, tuple[bytes, bytes]], wanted: set[PackageVersion], at_once: int
) -> None:
    package, asked = the_package(rows), sorted(wanted)

    found = [
        stretch
        for start in range(0, len(asked), at_once)
        for stretch in package.stretches(asked[start : start + at_once])
    ]

    assert [version for stretch in found for version in stretch.sizes] == asked
    for stretch in found:
        if not stretch.rows:
            (version,) = stretch.sizes
            assert version not in rows
            continue
        for place, data in enumerate(stretch.rows):
            assert data == b"".join(rows[version][place] for version in stretch.sizes)
        for version, sizes in stretch.sizes.items():
            assert sizes == [*map(len, rows[version])]


def test_rows_that_lie_one_after_the_other_are_read_together() -> None:
    rows = {(name, "0"): (name.encode(), b"") for name in "abcd"}

    stretches = [*the_package(rows).stretches([("a", "0"), ("b", "0"), ("d", "0"), ("e", "0")])]

    assert [[name for name, _ in each.sizes] for each in stretches] == [["a", "b"], ["d"], ["e"]]
    assert [each.rows for each in stretches] == [(b"ab", b""), (b"d", b""), ()]


def test_a_line_tells_the_version_and_its_sizes() -> None:
    assert json.loads(sizes_line(("a", "0"), [3, 0])) == ["a", "0", 3, 0]
