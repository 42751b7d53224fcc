"""A standby is promoted under an office, and a former primary comes back."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cli.instances import use_few_pages
from tests.offices import a_request
from tests.postgres import Cluster
from tests.postgres_standby import Pair, followed
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.services.core.holds import OnHold, at_certain_time, require_may_enter
from tracker.services.core.office import Office
from tracker.services.ports.holds import Hold, unbind_from_servers
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
