"""Two texts compared: files of the library by rule, other texts by passage."""

import pytest

from tracker.domain.base.errors import BadInput
from tracker.services.core.office import Office
from tracker.services.office_data.text_comparison import PassageChange, compare_texts
from tracker.services.ports.own_library import EntryDifference, EntryName

OLD = "1. A request is free.\n\n2. The body answers in  twenty days.\n3. An appeal lies.\n"
NEW = "1. A request is free.\n2. The body answers in ten days.\n3. An appeal lies.\n4. New.\n"


def file_of(office: Office, key: str = "de-ifg") -> str:
    return office.library_reader.shipped(EntryName("laws", key))


def test_other_texts_are_compared_line_by_line_without_regard_to_spaces(office: Office) -> None:
    found = compare_texts(office, OLD, NEW)

    assert found.entry == ""
    assert found.passages == (
        PassageChange(
            ("2. The body answers in twenty days.",), ("2. The body answers in ten days.",)
        ),
        PassageChange((), ("4. New.",)),
    )
    assert compare_texts(office, OLD, OLD.replace("\n\n", "\n")).passages == ()


def test_library_files_are_compared_as_the_command_does(office: Office) -> None:
    old = file_of(office)
    new = old.replace("text_of_year = 2022", "text_of_year = 2023")
    assert new != old

    found = compare_texts(office, old, new)

    assert found.entry == "de-ifg"
    assert found.rules == (EntryDifference("text_of_year", "2022", "2023"),)


def test_a_library_file_alone_is_compared_with_the_one_in_use(office: Office) -> None:
    new = file_of(office).replace("text_of_year = 2022", "text_of_year = 2023")

    assert compare_texts(office, "", new).rules == (
        EntryDifference("text_of_year", "2022", "2023"),
    )
    assert compare_texts(office, " ", file_of(office)).rules == ()


def test_every_fault_of_both_files_is_told_at_once(office: Office) -> None:
    good = file_of(office)
    bad = good.replace("schema = 1", "schema = 1\nnonsense = 2", 1)

    with pytest.raises(BadInput) as refused:
        compare_texts(office, bad, bad.replace('country = "de"', 'country = "deutschland"', 1))

    assert "The older file cannot be used: " in str(refused.value)
    assert "The newer file cannot be used: " in str(refused.value)
    assert "unknown word “nonsense”" in str(refused.value)


@pytest.mark.parametrize(
    ("older", "newer", "said"),
    [
        ("", "", "Choose the older text. Choose the newer text."),
        ("words", "", "Choose the newer text."),
        ("a\n" * 4001, NEW, "The older text must have 4,000 lines or fewer. Compare it in parts."),
        ("", 'schema = 1\nkey = "xx"', "The library has no “xx”. Choose the older file, too."),
    ],
)
def test_texts_that_cannot_be_compared_are_refused(
    office: Office, older: str, newer: str, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        compare_texts(office, older, newer)

    assert str(refused.value) == said


def test_files_of_two_laws_are_not_compared(office: Office) -> None:
    with pytest.raises(BadInput, match="two versions of one file"):
        compare_texts(office, file_of(office), file_of(office, "es-ltaibg-2013"))
