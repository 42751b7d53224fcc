"""Keys of signatures are asked for once, and a time-out is not taken for an answer."""

import pytest

from tracker.mail.reading.key_records import DnsKeyRecords

NAME = "s1._domainkey.pta.gov.pk"


class Names:
    """A resolver that notes each question, and can time out."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.late = False

    def __call__(self, name: str) -> str | None:
        self.asked.append(name)
        if self.late:
            raise TimeoutError
        return "p=x" if name == NAME else None


def test_a_key_and_a_missing_key_are_remembered_for_an_hour() -> None:
    names, now = Names(), [0.0]
    records = DnsKeyRecords(names, lambda: now[0])

    assert [records.record(NAME), records.record(NAME), records.record("other.example")] == [
        "p=x", "p=x", None,
    ]  # fmt: skip
    records.record("other.example")
    now[0] = 3601
    records.record(NAME)
    assert names.asked == [NAME, "other.example", NAME]


def test_a_time_out_is_not_remembered() -> None:
    names = Names()
    names.late = True
    records = DnsKeyRecords(names, lambda: 0.0)

    with pytest.raises(TimeoutError):
        records.record(NAME)
    names.late = False
    assert records.record(NAME) == "p=x"


def test_impossible_names_are_not_asked_for() -> None:
    names = Names()

    assert DnsKeyRecords(names).record("ü._domainkey.pta.gov.pk") is None
    assert DnsKeyRecords(names).record("a" * 254) is None
    assert names.asked == []
