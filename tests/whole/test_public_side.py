"""The public side on a machine of its own: every public page, no key, no document, no form."""

import shutil
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql

from tests.cli.instances import instance_made, use_few_pages
from tests.postgres import Cluster
from tests.postgres_standby import standby_of
from tests.web.base.test_access import paths
from tests.web.browser import PUBLIC_URL
from tracker.app.assembly import open_office
from tracker.app.public_only import public_app
from tracker.app.site_of_office import app_of
from tracker.cli import main
from tracker.domain.base.errors import BadInput
from tracker.services.core.office import Office
from tracker.services.public.data_files import renew
from tracker.settings import read_settings
from tracker.web.base.access import Access

# Only the office itself signs, with a key that is not here.
SIGNED = "/mirrors.txt"
STARTS = (
    *("/", "/ur/", "/api/v1/", "/sitemap.xml", "/api/v1/requests?limit=2"),
    *("/healthz", "/healthz/pages"),
    *(
        "/search?q=pakistan",
        "/search?q=pakistn+ordr",
        "/requests?country=pk",
        "/blocks?country=pk",
    ),
    *("/deadlines?law=pk-raia-2017&on=2026-03-02", "/log/consistency?old=1&new=2"),
)
# Each page of a kind is made by the same code; all of them would be some 7,000.
OF_EACH_KIND = 4
ROLE = Path(__file__).parents[2] / "deploy/public-side.sql"
READER = "tracker_public"


@pytest.fixture(autouse=True)
def few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    use_few_pages(monkeypatch)
    monkeypatch.setenv("TRACKER_PUBLIC_URL", PUBLIC_URL)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The instance of a demonstration with records."""
    folder = instance_made(tmp_path / "office", "seed")
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    return folder


@contextmanager
def elsewhere(folder: Path, database: str, key: str, data: Path) -> Iterator[Flask]:
    """The public pages from this database, on a machine that has the data package and no more."""
    shutil.copytree(data, folder / "data")
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("TRACKER_INSTANCE", str(folder))
        settings.setenv("TRACKER_DATABASE_URL", database)
        settings.setenv("TRACKER_PUBLIC_SIDE", "yes")
        settings.setenv("TRACKER_PUBLIC_LOG_KEY", key)
        chosen = read_settings()
    with public_app(chosen) as app:
        yield app


@pytest.fixture
def readers(office: Path, tmp_path: Path) -> Iterator[Flask]:
    """The public side over a copy of the database."""
    with open_office(read_settings()) as opened:
        renew(opened)
        key = opened.log.keys()[0]
    database = tmp_path / "copy.sqlite3"
    shutil.copy(office / "tracker.sqlite3", database)
    with elsewhere(tmp_path / "readers", f"sqlite:///{database}", key, office / "data") as app:
        yield app


@pytest.fixture
def whole(office: Path) -> Iterator[Flask]:
    """All pages of the office itself."""
    settings = read_settings()
    with open_office(settings) as opened:
        yield app_of(settings, opened)


def walked(reader: FlaskClient) -> dict[str, int]:
    """Addresses that the pages of the record lead to, with their status: a few of each kind."""
    found, waiting, kinds = dict[str, int](), deque(STARTS), Counter[str]()
    while waiting:
        path = waiting.popleft()
        kind = kind_of(reader, path)
        if path in found or kinds[kind] == OF_EACH_KIND:
            continue
        kinds[kind] += 1
        with reader.get(path) as answer:
            found[path] = answer.status_code
            if answer.mimetype == "text/html" and answer.status_code == 200:
                waiting += linked(answer.get_data(as_text=True))
    return found


def kind_of(reader: FlaskClient, path: str) -> str:
    """Return the language of an address and the endpoint that answers it."""
    plain = urlsplit(path).path
    language = "ur" if plain.startswith("/ur/") else ""
    addresses = reader.application.url_map.bind("localhost")
    return f"{language} {addresses.match(plain.removeprefix(f'/{language}'))[0]}"


def linked(page: str) -> Iterator[str]:
    links: Any = lxml.html.fromstring(page).xpath("//@href | //form/@action")
    for link in links:
        parts = urlsplit(str(link).removeprefix(PUBLIC_URL))
        # Filters and pages of lists would make the walk endless.
        if not parts.netloc and parts.path.startswith("/") and not parts.query:
            yield parts.path


def test_every_page_that_the_record_leads_to_is_there(readers: Flask) -> None:
    found = walked(readers.test_client())

    assert len(found) > 100
    assert any(path.startswith("/requests/") for path in found), "there are records"
    assert {path: code for path, code in found.items() if code != 200} == {SIGNED: 503}


def test_the_record_as_data_is_the_same_to_the_byte(whole: Flask, readers: Flask) -> None:
    there, here = whole.test_client(), readers.test_client()
    listed = here.get("/api/v1/requests").json
    assert listed
    reference = listed["data"][0]["reference"]
    paths = (
        "/api/v1/requests",
        f"/requests/{reference}.json",
        f"/requests/{reference}/proof.json",
        "/log/checkpoint",
        "/log/key",
        "/data/requests.csv",
        "/search?q=pakistan",
        "/feed.atom",
    )
    for path in paths:
        with here.get(path) as mine, there.get(path) as theirs:
            assert mine.status_code == 200, path
            assert path.startswith("/search") or mine.data == theirs.data, path


def test_nothing_of_the_workspace_and_no_form_is_there(whole: Flask, readers: Flask) -> None:
    reader = readers.test_client()
    behind = paths(whole, Access.SELF, Access.DESK, Access.ADMIN)
    public = paths(readers, Access.PUBLIC)

    assert {reader.open(path).status_code for path in (*behind, "/sign-in")} == {404}
    assert {reader.post(path).status_code for path in (*behind, *public)} <= {404, 405}
    assert 'method="post"' not in reader.get("/alerts").get_data(as_text=True)


def test_a_machine_with_a_key_is_refused(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PUBLIC_SIDE", "yes")

    with pytest.raises(BadInput, match=r"remove .*secret\.key"), public_app(read_settings()):
        pass


@pytest.mark.parametrize("command", ["run", "scheduler"])
def test_only_the_web_server_runs_there(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path))
    monkeypatch.setenv("TRACKER_PUBLIC_SIDE", "yes")

    assert main([command]) == 2
    assert "tracker serve" in capsys.readouterr().err


def test_without_the_key_of_the_log_the_pages_say_so(office: Path, tmp_path: Path) -> None:
    database = f"sqlite:///{office}/tracker.sqlite3"
    (tmp_path / "data").mkdir()
    with elsewhere(tmp_path / "readers", database, "", tmp_path / "data") as app:
        reader = app.test_client()
        assert reader.get("/log").status_code == 200
        assert reader.get("/log/key").status_code == 503
        assert reader.get("/data/requests.csv").status_code == 503
        assert reader.get("/log/checkpoint").status_code == 200


@pytest.fixture
def on_postgres(
    postgres: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, Office]]:
    """The name of a database with the demonstration, and its office."""
    name = postgres.create()
    url = postgres.url(name)
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "office"))
    assert main(["seed"]) == 0
    with open_office(read_settings()) as opened:
        renew(opened)
        yield name, opened


def give_rights(postgres: Cluster, name: str) -> None:
    """Make the role of readers, as the operator's guide says."""
    with psycopg.connect(
        host=str(postgres.folder), user="tracker", dbname=name, autocommit=True
    ) as connection:
        connection.execute(ROLE.read_bytes())


@pytest.mark.postgres
@pytest.mark.slow
def test_a_role_that_may_only_select_what_is_public_is_enough(
    postgres: Cluster, on_postgres: tuple[str, Office], tmp_path: Path
) -> None:
    name, office = on_postgres
    give_rights(postgres, name)
    url = postgres.url(name).replace("tracker@", f"{READER}@")
    with elsewhere(
        tmp_path / "readers", url, office.log.keys()[0], tmp_path / "office/data"
    ) as app:
        found = walked(app.test_client())
        assert {path: code for path, code in found.items() if code != 200} == {SIGNED: 503}
    with psycopg.connect(host=str(postgres.folder), user=READER, dbname=name) as connection:
        for private in ("account", "request", "event", "session", "paper", "office_file"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql.SQL("SELECT 1 FROM {}").format(sql.Identifier(private)))
            connection.rollback()


# A row of each table of what may be published, before it is.
UNPUBLISHED = """
INSERT INTO measured_finding VALUES
    (repeat('a', 64), 'b', 'draft', 'p', now(), '', NULL, '', NULL, '');
INSERT INTO measurement_snapshot VALUES
    ('b', 'https://example.org/', repeat('a', 64), '', now(), now(), 'p', 1, 1, '', '', 'answer');
INSERT INTO page_capture (block, sha256, original_sha256, content, sealed, sealed_sha256,
    sealed_key, handed_in_by, handed_in_at, reuse, reason, published_by, withdrawn_by, why)
    VALUES ('b', repeat('a', 64), 'o', 'capture', 's', '', 'k', 'p', now(), '', '', '', '', '');
INSERT INTO own_entry (folder, key, text, digest, replaces, why, by, at, verified_by, withdrawn_by)
    SELECT 'bodies', 'draft', 't', 'd', '', '', id, now(), '', '' FROM account LIMIT 1;
INSERT INTO record_version
    SELECT request, version + 1, digest, content FROM record_version
    ORDER BY request, version DESC LIMIT 1;
INSERT INTO released_text
    SELECT reference, repeat('a', 64), 't', 'words', false FROM request LIMIT 1;
"""
UNSEEN = {
    "measured_finding": "confirmed_at IS NULL",
    "measurement_snapshot": "block = 'b'",
    "page_capture": "published_at IS NULL",
    "own_entry": "verified_at IS NULL",
    "record_version": "(request, version) NOT IN (SELECT request, version FROM record)",
    "released_text": "NOT shown",
}


@pytest.mark.postgres
@pytest.mark.slow
def test_the_role_of_readers_does_not_see_what_is_not_published(
    postgres: Cluster, on_postgres: tuple[str, Office]
) -> None:
    name, _ = on_postgres
    with psycopg.connect(host=str(postgres.folder), user="tracker", dbname=name) as connection:
        connection.execute(UNPUBLISHED)
    # The second time changes nothing.
    for _ in range(2):
        give_rights(postgres, name)

    seen: dict[tuple[str, str], dict[bool, int]] = {}
    for user in ("tracker", READER):
        with psycopg.connect(host=str(postgres.folder), user=user, dbname=name) as connection:
            for table, unpublished in UNSEEN.items():
                query = f"SELECT ({unpublished}), count(*) FROM {table} GROUP BY 1"  # noqa: S608
                seen[user, table] = dict(connection.execute(query.encode()).fetchall())
    for table in UNSEEN:
        all_rows, public = seen["tracker", table], seen[READER, table]
        assert all_rows.pop(True, 0) >= 1, table
        assert public == all_rows, table
    with (
        psycopg.connect(host=str(postgres.folder), user=READER, dbname=name) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT mark FROM office")


@pytest.mark.postgres
@pytest.mark.slow
def test_a_standby_serves_readers_and_follows_the_office(
    postgres: Cluster,
    on_postgres: tuple[str, Office],
    tmp_path: Path,
) -> None:
    name, office = on_postgres
    give_rights(postgres, name)
    key = office.log.keys()[0]
    with standby_of(postgres) as standby:
        url = standby.url(name).replace("tracker@", f"{READER}@")
        with elsewhere(tmp_path / "readers", url, key, tmp_path / "office/data") as app:
            reader = app.test_client()
            found = walked(reader)
            assert {path: code for path, code in found.items() if code != 200} == {SIGNED: 503}
            before = reader.get("/log/checkpoint").data
            # What the office logs arrives, and the pages show it.
            assert main(["log", "rotate"]) == 0
            until = time.monotonic() + 240
            while reader.get("/log/checkpoint").data == before:
                assert time.monotonic() < until, "the standby does not follow"
                time.sleep(0.05)
            assert reader.get("/healthz").status_code == 200
