"""Many bodies from a pasted table: each fault at its line, and all are added or none."""

import pytest

from tracker.domain.base.errors import BadInput
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import ReadIn
from tracker.services.core.current_library import with_current_library
from tracker.services.core.office import Office
from tracker.services.office_data.bodies_table import (
    MOST_PASTED_BODIES,
    ForAll,
    PlannedBody,
    add_bodies,
    plan_bodies,
)

HEADING = "name\trole\tlaw\taddress\tchannel\temail\tsource"
BOARD = (
    "Provincial Board One\tregulator\tpk-raia-2017\tBlock A / Lahore\tcourier / email\t"
    "one@board.example\tboard.example, https://board.example/1 / Dawn, 2 February 2024"
)
POLICE = "Police of Nowhere\tMinistry\t\tMain Road\tpost\t\tpolice.example"
FOR_ALL = ForAll(
    "pk", "The Public Information Officer", "pk-provincial", ReadIn.SECONDARY, "Their pages."
)


def planned(office: Office, *lines: str) -> tuple[PlannedBody, ...]:
    return plan_bodies(office, "\n".join(lines), FOR_ALL, {"ministry": "وزارت"})


def faults(office: Office, *lines: str) -> list[tuple[int, str]]:
    return [(each.line.number, str(f)) for each in planned(office, *lines) for f in each.faults]


def test_each_line_becomes_an_entry_that_is_not_verified(office: Office, lawyer: str) -> None:
    names = add_bodies(office, planned(office, HEADING, BOARD, POLICE), FOR_ALL, by=lawyer)

    now = with_current_library(office)
    board, police = (now.library.bodies[name.key] for name in names)
    assert set(names) <= now.library.unverified
    assert str(board.name) == "Provincial Board One"
    assert board.role is Role.REGULATOR
    assert board.laws == ("pk-raia-2017",)
    assert board.calendar == office.library.laws["pk-raia-2017"].calendar
    assert board.address == ("Block A", "Lahore")
    assert board.channels == ("courier", "email")
    assert board.email == "one@board.example"
    assert board.source.where == "board.example, https://board.example/1; Dawn, 2 February 2024"
    assert (police.laws, police.calendar) == ((), "pk-provincial")
    assert str(police.address_to) == "The Public Information Officer"


def test_a_table_without_headings_has_its_columns_in_order(office: Office) -> None:
    (one,) = planned(office, BOARD)

    assert isinstance(one.body, PublicBody)
    assert str(one.body.name) == "Provincial Board One"


def test_a_role_is_read_in_the_language_of_the_page(office: Office) -> None:
    (one,) = planned(office, POLICE.replace("Ministry", "وزارت"))

    assert one.body is not None
    assert one.body.role is Role.MINISTRY


def test_every_fault_of_a_line_is_told_at_its_line(office: Office) -> None:
    wrong = "\tpolice\tke-atia-2016\t\tpigeon\tnobody\t"

    said = faults(office, HEADING, BOARD, "", wrong)

    assert {number for number, _ in said} == {4}
    words = " ".join(each for _, each in said)
    for part in (
        "Enter the name of the public body.",
        "“police” is not a role.",
        "“ke-atia-2016” is not a law of this country.",
        "“pigeon” is not a channel.",
        "“nobody” is not an email address.",
        "Enter at least one source.",
    ):
        assert part in words


def test_a_body_of_the_library_or_of_an_earlier_line_is_a_fault(office: Office) -> None:
    known = str(office.library.bodies["pk-pta"].name)

    said = faults(office, BOARD, BOARD, POLICE.replace("Police of Nowhere", known))

    assert said == [
        (2, "Line 1 names this body too."),
        (3, f"“{known}” is already in the library."),
    ]


def test_nothing_is_added_while_a_line_has_a_fault(office: Office, lawyer: str) -> None:
    lines = planned(office, BOARD, POLICE.replace("post", "pigeon"))

    with pytest.raises(BadInput, match="No public body was added, because 1 of the lines"):
        add_bodies(office, lines, FOR_ALL, by=lawyer)

    assert office.own_library.in_force() == ()


def test_two_bodies_of_the_same_acronym_get_keys_of_their_own(office: Office) -> None:
    second = BOARD.replace("Board One", "Board Two")

    one, two = planned(office, f"{BOARD}\t\tPB", f"{second}\t\tPB")

    assert one.body
    assert two.body
    assert one.body.key != two.body.key


@pytest.mark.parametrize("table", ["", "  \n ", HEADING])
def test_an_empty_table_is_refused(office: Office, table: str) -> None:
    with pytest.raises(BadInput, match="one line for each public body"):
        planned(office, table)


def test_a_table_is_bounded(office: Office) -> None:
    with pytest.raises(BadInput, match=f"at most {MOST_PASTED_BODIES} lines"):
        planned(office, *[BOARD] * (MOST_PASTED_BODIES + 1))
