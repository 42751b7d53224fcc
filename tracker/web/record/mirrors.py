"""The page of the copies of this record: where they are, how to keep one, and how to check it."""

from dataclasses import dataclass

from tracker.services.office import Office
from tracker.web.house import the_house


@dataclass(frozen=True, slots=True)
class MirrorsPage:
    """Where the record itself is, and where copies are known to be."""

    address: str
    mirrors: tuple[str, ...]


def mirrors_page(office: Office) -> MirrorsPage:
    """The addresses that whoever keeps this record names."""
    house = the_house()
    return MirrorsPage(house.public_url, house.mirrors)
