"""A library with thirty public bodies to ask about the block of X in Pakistan."""

from dataclasses import replace
from functools import cache

from tests.offices import the_library
from tracker.domain.base.text import Text
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.library import Library

BLOCK = "pk-x-2024"
WANTED = 30


@cache
def thirty_bodies() -> Library:
    """The shipped library without bodies that no law binds, and with invented district offices
    added to the bodies of Pakistan."""
    shipped = the_library()
    bound = {key: body for key, body in shipped.bodies.items() if body.laws}
    own = [
        body
        for body in bound.values()
        if body.country == "pk" and body.role is not Role.APPEAL_BODY
    ]
    offices = [_office(shipped.body("pk-interior"), n) for n in range(1, WANTED - len(own) + 1)]
    bodies = bound | {body.key: body for body in offices}
    return replace(shipped, bodies=bodies)


def _office(like: PublicBody, number: int) -> PublicBody:
    name = Text({"en": f"Example District Office {number}", "ur": f"مثالی ضلعی دفتر {number}"})
    return replace(
        like,
        key=f"pk-example-{number}",
        name=name,
        in_sentence=Text({"en": f"the Example District Office {number}"}),
        short_name=f"Example {number}",
        address=(f"{number} Example Road", "Islamabad"),
        also_called=(),
        email="",
    )
