"""What every kind of event must say of itself."""

import pytest

from tracker.domain.base.messages import Message
from tracker.domain.events import KINDS
from tracker.domain.events.event import Event
from tracker.services.core.roles import Act


def test_a_kind_without_a_label_is_refused_in_one_sentence() -> None:
    with pytest.raises(TypeError, match=r"^the kind “nameless” has no label: write `label = "):

        class Nameless(Event):
            """A kind that nobody named."""

            kind = "nameless"

    assert "nameless" not in KINDS


def test_two_kinds_of_one_name_are_refused_in_one_sentence() -> None:
    with pytest.raises(TypeError, match=r"^two kinds are named “sent”: choose another name$"):

        class SentAgain(Event):
            """A kind with the name of another."""

            kind = "sent"
            label = Message("Sent again")

    assert KINDS["sent"].__name__ == "Sent"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_each_kind_names_a_permission_that_there_is(kind: type[Event]) -> None:
    assert kind.permission in set(Act)
    assert kind.label
    assert kind.form is None or kind.form.title
