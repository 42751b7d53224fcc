"""A signed list of the addresses of a record and of its copies, which is handed on by itself."""

from collections.abc import Sequence

from tracker.verifier.notes import Wrong, open_note, read_key

LIST_OF = "mirrors"


def is_list(data: bytes) -> bool:
    """Whether it says that it is such a list."""
    return data.partition(b"\n")[0].endswith(f" {LIST_OF}".encode())


def addresses(data: bytes, lines: Sequence[str]) -> list[str]:
    """The addresses of a list, that of the record first. Raises Wrong where none of these keys
    signed it."""
    keys = tuple(map(read_key, lines))
    first, *found = open_note(data, keys).splitlines()
    if first not in {f"{key.name} {LIST_OF}" for key in keys} or not found:
        raise Wrong("the note is no list of addresses")
    return found
