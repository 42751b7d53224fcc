"""A call that was kept as text is made again as it was."""

from datetime import date

import pytest

from tracker.domain.tally import Scope, What
from tracker.services.calls import Call, NotKept, read_call, written
from tracker.services.ports_sought import Part, Sought


@pytest.mark.parametrize(
    "call",
    [
        Call("records", "record", ("abc",), {}),
        Call("records", "lines", (), {"block": "pk-x-2024", "body": ""}),
        Call("records", "listed", (Sought(part=Part.HEARD, open_on=date(2024, 3, 1)), 0, 50), {}),
        Call("records", "listed", (Sought(laws=frozenset({"a", "b"})), 0, 50), {}),
        Call("records", "tally", (next(iter(Scope)), tuple(What)), {"subject": None}),
    ],
)
def test_what_was_written_is_read_as_the_same_call(call: Call) -> None:
    again = read_call(written(call))

    assert again == call
    assert written(again) == written(call)


def test_a_set_is_written_in_one_way() -> None:
    some = Call("records", "listed", (frozenset({"a", "b", "c"}),), {})
    same = Call("records", "listed", (frozenset({"c", "b", "a"}),), {})

    assert written(some) == written(same)


def test_what_has_no_form_as_text_is_not_kept() -> None:
    with pytest.raises(NotKept):
        written(Call("records", "record", (object(),), {}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '["records"]',
        '["records","lines",[{"kind":"os:system","value":"true"}],{}]',
        '["records","lines",[{"kind":"tracker.services.calls:read_call","value":{}}],{}]',
        '["records","lines",[{"kind":"tracker.nowhere:Part","value":"held"}],{}]',
        '["records","lines",[{"kind":"date","value":"never"}],{}]',
    ],
)
def test_a_text_that_is_no_call_is_refused(text: str) -> None:
    with pytest.raises(NotKept):
        read_call(text)
