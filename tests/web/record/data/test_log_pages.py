"""The pages and files of the public log, and the proof of a record, as a stranger reads them."""

import json
from base64 import b64decode
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.ledger.proofs import require_consistency
from tests.offices import BY, KEY, KEY_FILE, Clock, Slip, a_request
from tests.web import record_scenes as scenes
from tests.web.record.data.log_proofs import check, key_of, opened, proof_of
from tests.web.record_scenes import serve
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import WithheldBecause
from tracker.domain.events.request.corrected import Corrected
from tracker.ledger.files import KeyFile
from tracker.ledger.merkle import leaf_hash
from tracker.ledger.signed_log import SignedLog
from tracker.ledger.tiles import TiledTree, read_bundle, tiles_between
from tracker.services.cases.receiving import correct
from tracker.services.core.entering import enter
from tracker.services.core.office import Office
from tracker.services.publishing.publishing import withhold
from tracker.storage.opening import open_storage


@pytest.fixture
def reader(office: Office) -> FlaskClient:
    return serve(office)


@pytest.fixture
def url_of(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'tracker.sqlite3'}"


@pytest.fixture
def silent(office: Office, clock: Clock) -> str:
    """A record of a silence, which waited in private for a day before it was published."""
    reference = scenes.a_silence(office)
    office.log_upkeep.append()
    return reference


def tree(client: FlaskClient, address: str) -> Any:
    return html.fromstring(client.get(address).text)


def test_a_stranger_checks_a_record_from_its_proof_alone(reader: FlaskClient, silent: str) -> None:
    proof = check(reader, silent)

    record = json.loads(reader.get(f"/requests/{silent}.json").data)
    assert [each["seq"] for each in proof["entries"]] == [e["seq"] for e in record["entries"]]


def test_an_entry_published_later_is_shown_to_be_recorded_while_it_was_private(
    office: Office, clock: Clock, reader: FlaskClient
) -> None:
    reference = a_request(office)
    clock.moment += timedelta(days=1)
    private = office.log_upkeep.append()
    scenes.show(office, reference)
    office.log_upkeep.append()

    proof = check(reader, reference)

    assert all(each["size"] == private.size for each in proof["entries"])
    assert proof["record"]["size"] > private.size
    assert list(proof["extensions"]) == [str(private.size)]
    before = json.loads(proof["entries"][0]["leaf"])
    assert set(before) == {"form", "leaf", "commitment"}


def test_the_page_and_the_proof_of_a_record_stay_the_same_while_the_log_grows(
    office: Office, reader: FlaskClient, silent: str
) -> None:
    addresses = (f"/requests/{silent}", f"/ur/requests/{silent}", f"/requests/{silent}/proof.json")
    before = [reader.get(address).data for address in addresses]
    scenes.a_refusal(office)
    office.log_upkeep.append()

    assert [reader.get(address).data for address in addresses] == before


def test_the_page_of_a_record_names_its_place_and_leads_to_proof_and_log(
    reader: FlaskClient, silent: str
) -> None:
    page = tree(reader, f"/requests/{silent}")
    proof = proof_of(reader, silent)

    (block,) = page.xpath("//*[@id='proof']/p[1]")
    assert f"is entry {proof['record']['place']} in the" in block.xpath("string()")
    links = page.xpath("//a/@href")
    assert f"/requests/{silent}/proof.json" in links
    assert "/log" in links


def test_a_record_without_a_place_says_that_it_waits(office: Office, reader: FlaskClient) -> None:
    reference = scenes.a_silence(office)

    assert "does not have a position in the" in reader.get(f"/requests/{reference}").text
    answer = reader.get(f"/requests/{reference}/proof.json")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_a_withheld_record_opens_nothing_and_its_leaves_stay(
    office: Office, reader: FlaskClient, silent: str
) -> None:
    size = office.log.state().size
    withhold(office, silent, WithheldBecause.PRIVACY, by=BY)
    office.log_upkeep.append()

    answer = reader.get(f"/requests/{silent}/proof.json")
    assert answer.status_code == 410
    leaves = leaves_of(reader)
    assert len(leaves) == size + 1
    taken_down = json.loads(leaves[-1])
    assert (taken_down["reference"], taken_down["withheld"]) == (silent, True)
    assert taken_down["entries"] == []


def leaves_of(reader: FlaskClient) -> list[bytes]:
    """All leaves, from the bundles alone; their hashes are those of the tiles."""
    size = opened(reader.get("/log/checkpoint").text, key_of(reader)).size
    leaves: list[bytes] = []
    for tile in tiles_between(0, size):
        if tile.level == 0:
            bundle = read_bundle(reader.get(f"/log/{tile.bundle}").data)
            assert b"".join(map(leaf_hash, bundle)) == reader.get(f"/log/{tile.path}").data
            leaves += bundle
    return leaves


def test_every_publication_silence_answer_correction_takedown_and_edition_is_a_leaf(
    office: Office, reader: FlaskClient
) -> None:
    silent, refused = scenes.a_silence(office), scenes.a_refusal(office)
    office.log_upkeep.append()
    with office.cases.look(refused) as case:
        answer = next(each for each in case.history if each.event.kind == "refused")
    correct(office, refused, answer.seq, "It was another request.", by=BY)
    withhold(office, silent, WithheldBecause.PRIVACY, by=BY)
    office.log_upkeep.append()

    leaves = [json.loads(leaf) for leaf in leaves_of(reader)]
    records = [each for each in leaves if each["leaf"] == "record"]
    by_record = {(each["reference"], each["version"]): each for each in records}
    assert set(by_record) == {(silent, 1), (silent, 2), (refused, 1), (refused, 2)}
    assert by_record[silent, 2]["withheld"]
    assert {"seq": answer.seq, "corrected": True} in by_record[refused, 2]["entries"]
    assert [e["library_version"] for e in leaves if e["leaf"] == "library"] == [
        office.library.digest
    ]
    # Silence and answer are entries of their own, each of which the log held first, sealed.
    said = {each["commitment"] for each in leaves if each["leaf"] == "entry"}
    proof = check(reader, refused)
    kinds = {json.loads(each["said"])["event"]["kind"] for each in proof["entries"]}
    assert {"refused", "corrected"} <= kinds
    assert {json.loads(each["leaf"])["commitment"] for each in proof["entries"]} <= said


def test_the_reason_of_a_correction_that_is_still_private_is_not_opened(
    office: Office, reader: FlaskClient
) -> None:
    reference = scenes.a_refusal(office)
    with office.cases.open(reference) as case:
        answer = next(each for each in case.history if each.event.kind == "refused")
        on = DaySpan.on(date(2024, 5, 3))
        why = Corrected(on=on, entry=answer.seq, why="Zuleikha said so.", private=True)
        enter(office, case, why, by=BY)
    office.log_upkeep.append()

    record = office.records.record(reference)
    assert [event.reason_waits for _, event in record.state.of(Corrected)] == [True]
    shown = reader.get(f"/requests/{reference}/proof.json").text
    assert "Zuleikha" not in shown
    entries = [json.loads(each["said"])["event"]["kind"] for each in json.loads(shown)["entries"]]
    assert "corrected" not in entries
    check(reader, reference)


def test_any_size_of_the_log_is_read_from_its_tiles(office: Office, reader: FlaskClient) -> None:
    for _ in range(3):
        reference = scenes.a_silence(office)
        office.log_upkeep.append()
    proof, key = proof_of(reader, reference), key_of(reader)
    trees = [opened(note, key) for note in proof["checkpoints"].values()]
    newest = opened(reader.get("/log/checkpoint").text, key)
    nodes = TiledTree(newest.size, lambda tile: reader.get(f"/log/{tile.path}").data)

    for older in trees:
        answer = reader.get(f"/log/consistency?old={older.size}&new={newest.size}")
        hashes = [b64decode(each) for each in json.loads(answer.data)["hashes"]]
        require_consistency(older.size, newest.size, older.root, newest.root, hashes)
    assert nodes(0, 0) == leaf_hash(leaves_of(reader)[0])


@pytest.mark.parametrize(
    "address",
    [
        "/log/tile/0/000",
        "/log/tile/0/000.p/256",
        "/log/tile/0/000.p/0",
        "/log/tile/0/000.p/255",
        "/log/tile/0/00",
        "/log/tile/0/x000/000.p/1",
        "/log/tile/00/000.p/1",
        "/log/tile/64/000.p/1",
        "/log/tile/entries/001.p/1",
        "/log/tile/-1/000",
        "/log/tile/0/../../key",
        "/log/tile/0/000.p/1/",
        "/log/nothing",
        "/log/tile/99/x999/x999/x999/x999/x999/x999/999",
    ],
)
def test_what_the_log_has_not_is_not_there(reader: FlaskClient, silent: str, address: str) -> None:
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    "asked", ["", "?old=1", "?old=2&new=1", "?old=0&new=1", "?old=1&new=9999"]
)
def test_trees_that_the_log_has_not_are_refused_in_a_sentence(
    reader: FlaskClient, silent: str, asked: str
) -> None:
    answer = reader.get(f"/log/consistency{asked}")
    assert answer.status_code == 400
    assert "name two sizes" in answer.text


def test_tiles_are_cached_for_ever_and_the_checkpoint_is_revalidated(
    reader: FlaskClient, silent: str
) -> None:
    size = opened(reader.get("/log/checkpoint").text, key_of(reader)).size
    tile = reader.get(f"/log/tile/0/000.p/{size}")
    assert "immutable" in tile.headers["Cache-Control"]
    assert tile.headers["Access-Control-Allow-Origin"] == "*"
    assert len(tile.data) == 32 * size

    newest = reader.get("/log/checkpoint")
    assert "no-cache" in newest.headers["Cache-Control"]
    again = reader.get("/log/checkpoint", headers={"If-None-Match": newest.headers["ETag"]})
    assert again.status_code == 304


def test_who_kept_a_checkpoint_is_led_to_the_hashes_that_join_it(
    reader: FlaskClient, silent: str
) -> None:
    size = opened(reader.get("/log/checkpoint").text, key_of(reader)).size
    (way,) = tree(reader, "/log").xpath("//a[contains(@href, 'consistency')]/@href")

    assert way == f"/log/consistency?old=1&new={size}"
    assert reader.get(way).get_json()["new"] == size


def test_what_a_proof_is_of_can_be_fetched_by_a_program_on_any_page(office: Office) -> None:
    reference = scenes.a_refusal(office)
    withheld = scenes.a_withheld_record(office)
    office.log_upkeep.append()
    reader = serve(office)
    record = reader.get(f"/requests/{reference}.json").get_json()
    text = record["releases"][0]["digest"]

    for address in (
        f"/requests/{reference}.json",
        f"/requests/{reference}/proof.json",
        f"/requests/{reference}/texts/{text}.txt",
        f"/requests/{reference}/citation.json",
        f"/requests/{withheld}.json",
    ):
        answer = reader.get(address)
        assert answer.headers["Access-Control-Allow-Origin"] == "*", address
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_page_of_the_log_says_what_it_proves_and_what_not(
    office: Office, reader: FlaskClient, silent: str
) -> None:
    page = reader.get("/log").text
    newest = opened(reader.get("/log/checkpoint").text, key_of(reader))

    assert f"<dd>{newest.size}</dd>" in page
    assert str(key_of(reader)) in tree(reader, "/log").xpath("string()")
    assert "It does not prove that the entries are" in page
    assert reader.get("/ur/log").status_code == 200


def test_a_log_without_entries_has_a_page(reader: FlaskClient) -> None:
    assert "The log is empty." in reader.get("/log").text
    assert reader.get("/log/checkpoint").status_code == 404


def test_a_log_without_its_key_is_said_to_be_so_and_holds_up_no_page(
    office: Office, silent: str, tmp_path: Path, url_of: str
) -> None:
    rooms = open_storage(url_of, tmp_path, KEY, KEY_FILE)
    keyless = SignedLog(rooms.log, KeyFile(tmp_path / "gone.key"), Slip(), office.now)
    reader = serve(replace(office, log=keyless, log_proofs=keyless, log_upkeep=keyless))

    assert "The key of the log cannot be read" in reader.get("/log").text
    assert reader.get("/log/key").status_code == 503
    assert reader.get(f"/requests/{silent}").status_code == 200
    rooms.close()
