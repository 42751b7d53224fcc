"""`tracker block` and `tracker body`, and the library of the office in other commands."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.cli.instances import instance_with_lawyer
from tests.services.revisions import announced_closure
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.services.office_data.new_entries import add_days
from tracker.services.people.accounts import by_address
from tracker.settings import read_settings

BLOCK = [
    *("block", "new", "--country", "ke", "--service", "Signal", "--where", "Kenya"),
    *("--since", "2024-11-07", "--body", "ke-ca", "--why", "read in two newspapers"),
    *("--source", "NetBlocks, 7 November 2024, https://example.org/1"),
]
BODY = [
    *("body", "new", "--country", "ke", "--name", "Media Council of Kenya"),
    *("--short-name", "MCK", "--role", "regulator", "--law", "ke-atia-2016"),
    *("--calendar", "ke-government", "--address-to", "The Chief Executive Officer"),
    *("--source", "https://mediacouncil.example.org", "--why", "its own page"),
]
BY = ["--by", "lawyer@example.org"]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an instance that is not yet created; the settings name it."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    return folder


@pytest.fixture
def made_instance(instance: Path) -> Path:
    """An instance with the account of a lawyer."""
    return instance_with_lawyer(instance)


def test_a_block_and_a_body_are_added_without_being_verified(
    made_instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*BODY, *BY]) == 0
    assert main([*BLOCK, *BY, "--body", "ke-mck"]) == 0

    said = capsys.readouterr().out
    assert "blocks/ke-signal-2024 added, not verified." in said
    assert "/desk/library/blocks/ke-signal-2024" in said
    with open_office(read_settings()) as office:
        block = office.library.blocks["ke-signal-2024"]
        assert block.bodies == ("ke-ca", "ke-mck")
        assert ("blocks", block.key) in office.library.unverified
        (_, saved) = office.own_library.in_force()
        assert office.people_names[saved.by] == "Lawyer"


BOARD = [
    *("body", "new", "--country", "pk", "--name", "Provincial Board", "--short-name", "PB1"),
    *("--role", "regulator", "--law", "pk-raia-2017", "--calendar", "pk-federal-islamabad"),
    *("--address-to", "The Designated Official", "--why", "its own page"),
    *("--source", "https://board.example.org"),
]


@pytest.mark.slow
def test_a_body_needs_only_english_words_if_letters_are_in_two_languages(
    made_instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*BOARD, *BY]) == 0
    again = [*BOARD, *BY, "--name", "Another Board", "--short-name", "PB2"]
    assert main(again) == 0

    asked = ["letter", "--block", "pk-x-2024", "--to", "pk-pb1", "--lang", "ur"]
    assert main([*asked, "--out", str(tmp_path / "letter.docx")]) == 0
    assert "bodies/pk-pb2 added" in capsys.readouterr().out
    path = tmp_path / "pk-pb3.toml"
    file = ["--short-name", "PB3", "--name", "A Third Board", "--file", str(path)]
    assert main([*BOARD, *file]) == 0
    assert main(["body", "check", str(path)]) == 0


def test_a_letter_in_a_language_of_letters_alone_is_called_unreviewed(
    made_instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turkish = ["--country", "tr", "--where", "Türkiye", "--body", "tr-btk"]
    service = ["--service", "Signal", "--since", "2024-11-07", "--why", "read in a newspaper"]
    assert main(["block", "new", *turkish, *service, *BLOCK[-2:], *BY]) == 0
    words = ["letter", "--block", "tr-signal-2024", "--to", "tr-btk", "--lang", "tr"]

    assert main([*words, "--out", str(tmp_path / "letter.docx")]) == 0

    assert "no native reader has reviewed this wording yet" in capsys.readouterr().err


def test_a_second_block_of_the_same_name_is_refused(
    made_instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*BLOCK, *BY]) == 0

    assert main([*BLOCK, *BY, "--another"]) == 2

    assert "“Signal in Kenya” is already in the library." in capsys.readouterr().err


@pytest.mark.slow
def test_a_block_on_overlapping_days_is_added_only_as_another_one(
    made_instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*BLOCK, *BY]) == 0
    later = [*BLOCK, "--since", "2024-11-09"]
    file = ["--file", str(tmp_path / "ke-signal-2024-2.toml")]

    assert main([*later, *BY]) == 2
    assert main([*later, *file]) == 2

    said = capsys.readouterr().err
    assert said.count("already in the library: “Signal in Kenya” (ke-signal-2024).") == 2
    assert main([*later, *BY, "--another"]) == 0
    with open_office(read_settings()) as office:
        assert "ke-signal-2024-2" in office.library.blocks


def test_a_reason_given_in_public_is_added_with_its_source(
    made_instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ["--reason-by", "ke-ca", "--reason-says", "CA said that rules were broken."]
    assert main([*BLOCK, *BY, *said]) == 2
    missing = "tracker: Missing: --reason-in, --reason-on, --reason-source.\n"
    assert capsys.readouterr().err == missing
    where = ["--reason-in", "press", "--reason-on", "2024-11-08"]

    assert main([*BLOCK, *BY, *said, *where, "--reason-source", "https://example.org/2"]) == 0

    with open_office(read_settings()) as office:
        (reason,) = office.library.blocks["ke-signal-2024"].justifications
        assert (reason.body, reason.on) == ("ke-ca", date(2024, 11, 8))
        assert "https://example.org/2" in reason.source.where


ABROAD = [
    *("body", "new", "--country", "sn", "--name", "Example Authority", "--role", "regulator"),
    *("--short-name", "EXA", "--address-to", "The Director", "--why", "its own page"),
    *("--source", "https://example.org/authority"),
]


def test_the_first_body_of_a_country_without_a_calendar_brings_one(
    made_instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ABROAD, *BY]) == 2
    assert "Missing: --calendar." in capsys.readouterr().err
    assert main([*ABROAD, *BY, "--weekend", "sat", "sun"]) == 2
    assert "Select the time zone" in capsys.readouterr().err

    assert main([*ABROAD, *BY, "--zone", "Africa/Dakar", "--weekend", "sat", "sun"]) == 0

    with open_office(read_settings()) as office:
        assert office.library.bodies["sn-exa"].calendar == "sn-offices"
        (weekend,) = office.library.calendars["sn-offices"].weekends
        assert weekend.weekdays == frozenset({5, 6})


def test_a_new_calendar_is_not_named_in_a_file_of_a_body(
    made_instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zone = ["--zone", "Africa/Dakar", "--weekend", "sat"]

    assert main([*ABROAD, *zone, "--file", str(tmp_path / "sn-exa.toml")]) == 2
    assert main([*ABROAD, *zone, *BY, "--calendar", "pk-provincial"]) == 2

    said = capsys.readouterr().err
    assert "Make the file of the calendar first" in said
    assert "Use --calendar, or --zone and --weekend" in said


def test_all_missing_options_are_named_at_once(
    made_instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["block", "new", "--service", "Signal"]) == 2

    assert capsys.readouterr().err == (
        "tracker: Missing: --country, --where, --since, --body, --source, --why, --by.\n"
    )


def test_an_unknown_account_adds_nothing(
    made_instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*BLOCK, "--by", "nobody@example.org"]) != 0

    assert "No account uses nobody@example.org" in capsys.readouterr().err
    with open_office(read_settings()) as office:
        assert office.own_library.in_force() == ()


def test_a_person_at_the_terminal_is_asked_for_what_is_missing(
    made_instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["", "Signal", "2024-11-07", "ke-ca", "read today"])
    asked = []

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    given = ["--country", "ke", "--where", "Kenya", "--source", "https://example.org/1"]

    assert main(["block", "new", *given, *BY]) == 0

    assert asked[:3] == ["Service: ", "Service: ", "First day, YYYY-MM-DD: "]
    assert "blocks/ke-signal-2024 added" in capsys.readouterr().out


def test_a_file_is_written_without_an_instance_and_has_no_complaint(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ke-signal-2024.toml"

    assert main([*BLOCK, "--file", str(path)]) == 0
    assert main(["block", "check", str(path)]) == 0

    assert "no complaints" in capsys.readouterr().out
    assert not instance.exists()
    assert main([*BLOCK, "--file", str(path)]) == 2
    assert "exists" in capsys.readouterr().err
    assert main([*BLOCK, "--file", str(tmp_path / "x.toml")]) == 2
    assert "Name the file ke-signal-2024.toml" in capsys.readouterr().err


def test_without_an_instance_only_a_file_can_be_written(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*BLOCK, *BY]) == 2

    assert "add --file KEY.toml to write a file only" in capsys.readouterr().err


def test_check_prints_every_complaint_at_once(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ke-signal-2024.toml"
    main([*BLOCK, "--file", str(path)])
    text = path.read_text("utf-8")
    wrong = text.replace('"ke-ca"', '"ke-xx"').replace('"block"', '"blok"').replace("KE", "ZZ")
    path.write_text(wrong, "utf-8")
    capsys.readouterr()

    assert main(["block", "check", str(path)]) == 2

    said = capsys.readouterr().err
    assert "there is no public body “ke-xx”" in said
    assert "kind" in said
    assert "complaints" in said.splitlines()[-1]
    assert main(["body", "check", str(tmp_path / "none.toml")]) == 2
    assert "could not be read" in capsys.readouterr().err


@pytest.mark.samples("changed0", "changed3")
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (["--since", "2199-01-01"], "1 January 2199 is in the future."),
        (["--body", "ke-xx"], "there is no public body “ke-xx”"),
        (["--order-says", "It ordered."], "Name who ordered it"),
        (["--ordered-by", "ke-ca", "--order-says", "It ordered."], "Enter at least one source."),
        (["--read-in", "rumour"], "--read-in is one of"),
    ],
)
def test_an_impossible_value_is_refused_in_one_sentence(
    made_instance: Path, capsys: pytest.CaptureFixture[str], changed: list[str], message: str
) -> None:
    assert main([*BLOCK, *BY, *changed]) == 2

    assert message in capsys.readouterr().err


def _announce(day: date) -> None:
    """Add a closure that no second person has verified."""
    with open_office(read_settings()) as office:
        add_days(
            office, announced_closure(day), "read on its page", by=by_address(office, BY[1]).id
        )


def test_a_deadline_is_counted_by_the_library_of_the_office_and_says_so(
    made_instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The tenth working day from Tuesday 20 August 2024 is Monday 2 September."""
    _announce(date(2024, 8, 22))
    asked = ["deadline", "pk-raia-2017", "reply", "2024-08-19", "--json"]

    assert main(asked) == 0
    own = capsys.readouterr()
    assert main([*asked, "--shipped"]) == 0
    shipped = capsys.readouterr()

    days = json.loads(own.out)
    assert (days["earliest"], days["latest"]) == ("2024-09-02", "2024-09-03")
    assert f"the library of the office in {made_instance}, version " in own.err
    assert "1 entry of the office is not verified by a second person." in own.err
    days = json.loads(shipped.out)
    assert (days["earliest"], days["latest"]) == ("2024-09-02", "2024-09-02")
    assert "the library that came with the program alone, version " in shipped.err


def test_the_calendar_of_the_office_is_shown(
    made_instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _announce(date(2024, 8, 22))
    asked = ["calendar", "show", "pk-federal-islamabad", "--year", "2024"]

    assert main(asked) == 0
    assert "2024-08-22  reported" in capsys.readouterr().out
    assert main([*asked, "--shipped"]) == 0
    assert "2024-08-22" not in capsys.readouterr().out


def test_a_letter_about_a_block_of_the_office_is_written(
    made_instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([*BLOCK, *BY])
    asked = ["letter", "--block", "ke-signal-2024", "--to", "ke-ca"]

    assert main([*asked, "--out", str(tmp_path / "own.docx")]) == 0
    assert "the library of the office in" in capsys.readouterr().err
    assert main([*asked, "--out", str(tmp_path / "none.docx"), "--shipped"]) != 0
    assert "ke-signal-2024" in capsys.readouterr().err
    assert main(["law", "list"]) == 0


def test_without_an_instance_a_command_prints_nothing_about_libraries(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["law", "show", "ke-atia-2016"]) == 0

    assert capsys.readouterr().err == ""
