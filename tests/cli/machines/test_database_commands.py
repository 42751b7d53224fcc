"""`tracker database confirm`, and the log on a database whose server is in doubt."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import select, update

from tests.cli.instances import instance_made, use_few_pages
from tests.ledger.test_witness_notes import answering, giving
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.services.core.audit import audit_trail
from tracker.services.ports.people import AuditAct, TrailFilter
from tracker.settings import read_settings
from tracker.storage.db.tables.office import OfficeRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.office_data.database_servers import LINK_IN

NEWER = "1.00000002.1.aaaaaaaa"
EARLIER = "1.00000001.1.bbbbbbbb"


@pytest.fixture
def on_postgres(fresh_postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a new office on PostgreSQL."""
    use_few_pages(monkeypatch)
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", fresh_postgres)
    assert main(["init"]) == 0
    return tmp_path / "instance"


def confirmations() -> int:
    with open_office(read_settings()) as office:
        shown = TrailFilter(act=AuditAct.DATABASE_CONFIRMED.value)
        return audit_trail(office, shown, 0, 10)[1]


@pytest.mark.postgres
def test_on_a_former_server_the_log_goes_on_only_after_a_confirmation(
    on_postgres: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["database", "confirm"]) == 0
    (on_postgres / LINK_IN).write_text(NEWER)
    known = confirmations()

    for words in (["rejoin", "--nothing-newer"], ["replace", "--for-good"]):
        capsys.readouterr()
        assert main(["log", *words]) == 1
        assert "run `tracker database confirm` first" in capsys.readouterr().err
    assert (on_postgres / LINK_IN).read_text() == NEWER
    assert confirmations() == known

    assert main(["database", "confirm"]) == 0
    assert main(["log", "rejoin", "--nothing-newer"]) == 0
    assert confirmations() == known + 1


@pytest.mark.postgres
def test_a_log_that_goes_on_from_another_server_says_so_in_the_audit_trail(
    on_postgres: Path, fresh_postgres: str
) -> None:
    with closing(Transactions(fresh_postgres)) as opened, opened.writing() as session:
        session.exec(update(OfficeRow).values(servers=EARLIER))
    assert main(["log", "rejoin", "--nothing-newer"]) == 0
    with closing(Transactions(fresh_postgres)) as opened, opened.reading() as session:
        (earlier, present) = (session.exec(select(OfficeRow.servers)).one() or "").split()
    assert earlier == EARLIER
    assert (on_postgres / LINK_IN).read_text() == f"{present}\n"
    assert confirmations() == 1

    # A server that is known is not confirmed again.
    assert main(["log", "rejoin", "--nothing-newer"]) == 0
    assert confirmations() == 1


@pytest.mark.postgres
def test_a_confirmation_needs_the_answer_of_a_witness_or_the_word_that_none_can_give_it(
    on_postgres: Path,
    fresh_postgres: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["sweep"]) == 0
    with closing(Transactions(fresh_postgres)) as opened, opened.writing() as session:
        session.exec(update(OfficeRow).values(servers=EARLIER))
    (on_postgres / LINK_IN).write_text(EARLIER)

    with answering(giving(b"", 503)) as away:
        monkeypatch.setenv("TRACKER_WITNESSES", away)
        assert main(["database", "confirm"]) == 1
        assert "no witness says how far the public log was" in capsys.readouterr().err
        assert (on_postgres / LINK_IN).read_text() == EARLIER
        assert confirmations() == 0
        assert main(["database", "confirm", "--without-witness"]) == 0
    assert confirmations() == 1

    (on_postgres / LINK_IN).write_text(EARLIER)
    with answering(giving((on_postgres / "log.note").read_bytes())) as witness:
        monkeypatch.setenv("TRACKER_WITNESSES", witness)
        assert main(["database", "confirm"]) == 0
    assert confirmations() == 2


def test_a_database_that_names_no_server_is_not_confirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use_few_pages(monkeypatch)
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    instance_made(tmp_path / "instance", "init")

    assert main(["database", "confirm"]) == 1
    told = capsys.readouterr()
    assert "Nothing was confirmed, because the database does not say" in told.err
    assert "Confirmed" not in told.out
    assert confirmations() == 0
