"""A standby is promoted under an office, and a former primary comes back."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cli.instances import use_few_pages
from tests.cli.test_log_commands import something_waits
from tests.ledger.test_witness_notes import answering, giving
from tests.offices import a_request
from tests.postgres import Cluster
from tests.postgres_standby import Pair, followed
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.services.core.holds import OnHold, at_certain_time, require_may_enter
from tracker.services.core.office import Office
from tracker.services.ports.holds import Hold, Noticed, unbind_from_servers
from tracker.settings import read_settings
from tracker.storage.db.errors import StorageTrouble

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture
def pair(
    own_postgres: tuple[Cluster, subprocess.Popen[bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Pair]:
    """A live office on a primary with a standby; the first sweep has noted the server."""
    use_few_pages(monkeypatch)
    cluster, server = own_postgres
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", cluster.url(cluster.create()))
    recovery, key_file = str(tmp_path / "recovery"), str(tmp_path / "office.key")
    words = ["init", "--live", "--admin", "a@example.org", "--recovery-file", recovery]
    assert main(words) == 0
    # Nobody signs in here to open private words.
    assert main(["key-file", "make", key_file, "--identity", recovery]) == 0
    monkeypatch.setenv("TRACKER_OFFICE_KEY", key_file)
    with followed(cluster, server) as made:
        yield made


def command(*words: str) -> int:
    """Run a command as a process of its own does, which nothing binds to a server yet."""
    unbind_from_servers()
    return main(list(words))


def entered() -> str:
    with open_office(read_settings()) as office:
        return a_request(office)


def holds(office: Office) -> tuple[Hold, ...]:
    """What a page shows, which nothing binds to a server yet."""
    unbind_from_servers()
    return office.holds.active()


def test_after_the_promotion_of_a_standby_that_was_behind_acts_are_on_hold_until_a_person_looked(
    pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("sweep") == 0
    known = entered()
    pair.wait_until_caught_up()
    pair.stop(pair.standby)
    lost = entered()

    with open_office(read_settings()) as office:
        under_way = at_certain_time(office)
        pair.stop(pair.primary)
        pair.start(pair.standby)
        pair.take_over()
        # What began on the former server ends, and nothing begins on the new one.
        with pytest.raises(StorageTrouble, match="Another server took the place of the database"):
            under_way.premises.note_sweep(under_way.now())
        assert set(office.cases.references()) == {known}
        assert holds(office) == (Hold.SERVER_CHANGED,)
        with pytest.raises(OnHold, match="A standby was promoted"):
            at_certain_time(office)
        require_may_enter(office)

    capsys.readouterr()
    assert command("sweep") != 0
    assert "run `tracker database confirm`" in capsys.readouterr().err
    assert command("doctor", "--no-mail") == 1
    assert "The database is on another server than before" in capsys.readouterr().err
    # People go on, and enter again what is missing.
    assert entered() not in (known, lost)

    assert command("database", "confirm") == 0
    assert command("sweep") == 0
    assert command("database", "status") == 0
    assert "timeline: 2" in capsys.readouterr().out


def test_a_former_primary_that_comes_back_is_given_nothing(pair: Pair) -> None:
    assert command("sweep") == 0
    pair.wait_until_caught_up()
    pair.stop(pair.primary)
    pair.take_over()
    assert command("database", "confirm") == 0
    assert command("sweep") == 0

    pair.give_back()
    with open_office(read_settings()) as office:
        assert holds(office) == (Hold.SERVER_LEFT,)
        with pytest.raises(OnHold, match="The database is on a former server"):
            require_may_enter(office)
    assert command("sweep") != 0

    # A person goes back to it on purpose. What is entered there, the newer server lacks.
    assert command("database", "confirm") == 0
    assert command("sweep") == 0
    entered()
    pair.stop(pair.primary)
    pair.lead_to_standby()
    with open_office(read_settings()) as office:
        assert holds(office) == (Hold.SERVER_LEFT,)
    assert command("database", "confirm") == 0
    with open_office(read_settings()) as office:
        assert Hold.SERVER_LEFT not in holds(office)


def test_after_the_promotion_of_a_standby_that_was_waited_for_the_office_goes_on(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_SYNCHRONOUS_STANDBY", "yes")
    pair.wait_for_standby(sa.make_url(read_settings().database_url).database or "")
    assert command("sweep") == 0
    kept = entered()

    pair.stop(pair.primary)
    pair.take_over()

    assert command("sweep") == 0
    with open_office(read_settings()) as office:
        assert set(office.cases.references()) == {kept}
        assert holds(office) == ()
    # The new server waits for no standby, so the next promotion would be another matter.
    capsys.readouterr()
    assert command("doctor", "--no-mail") == 1
    assert "the database waits for no standby" in capsys.readouterr().err


def test_a_promotion_that_a_person_confirmed_splits_no_log(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine publishes what the standby does not have. Both are lost, and a witness is left."""
    one, two = tmp_path / "instance", tmp_path / "two"
    assert command("sweep") == 0
    two.mkdir()
    for name in ("secret.key", "log.key", "recovery.txt", "log.note"):
        shutil.copy(one / name, two)
    noticed = Noticed()

    def round_of_the_second() -> tuple[Hold, ...]:
        """What its scheduler sees, and what it signs if it sees nothing."""
        unbind_from_servers()
        with open_office(read_settings(), noticed=noticed) as office:
            if not (seen := office.holds.check()):
                office.log_upkeep.append()
        return seen

    with answering(giving((one / "log.note").read_bytes())) as witness:
        monkeypatch.setenv("TRACKER_WITNESSES", witness)
        monkeypatch.setenv("TRACKER_INSTANCE", str(two))
        assert round_of_the_second() == ()
        assert noticed.asked_witnesses
    pair.wait_until_caught_up()
    pair.stop(pair.standby)

    monkeypatch.setenv("TRACKER_INSTANCE", str(one))
    unbind_from_servers()
    something_waits()
    with open_office(read_settings()) as office:
        office.log_upkeep.append()
    pair.stop(pair.primary)
    pair.start(pair.standby)
    pair.take_over()

    known = (two / "log.note").read_bytes()
    monkeypatch.setenv("TRACKER_INSTANCE", str(two))
    with answering(giving(b"", 503)) as away:
        monkeypatch.setenv("TRACKER_WITNESSES", away)
        assert Hold.SERVER_CHANGED in round_of_the_second()
        assert command("database", "confirm") == 1
        assert "no witness says how far the public log was" in capsys.readouterr().err
    with answering(giving((one / "log.note").read_bytes())) as witness:
        monkeypatch.setenv("TRACKER_WITNESSES", witness)
        assert command("database", "confirm") == 0
        assert "still on hold: The database was restored" in capsys.readouterr().out
        unbind_from_servers()
        something_waits()
        assert Hold.LOG_SET_BACK in round_of_the_second()
    assert (two / "log.note").read_bytes() == (one / "log.note").read_bytes() != known


def test_no_form_is_written_to_a_former_server_over_a_connection_that_is_left(pair: Pair) -> None:
    """The former primary is cut off from the standby, and not from this machine."""
    assert command("sweep") == 0
    with open_office(read_settings()) as office:
        kept = a_request(office)  # its connections stay open
        pair.wait_until_caught_up()
        pair.take_over()
        assert command("database", "confirm") == 0

        # A page needs one more connection to read.
        office.premises._transactions.readers.dispose()  # type: ignore[attr-defined]
        unbind_from_servers()
        require_may_enter(office)
        with pytest.raises(StorageTrouble, match="Another server took the place of the database"):
            a_request(office)

        unbind_from_servers()
        office.premises._transactions.writers.dispose()  # type: ignore[attr-defined]
        require_may_enter(office)
        entered = a_request(office)
    with open_office(read_settings()) as office:
        assert set(office.cases.references()) == {kept, entered}
