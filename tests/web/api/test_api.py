"""The public record for programs: what it answers, how it refuses, and that it fits its word.

The days of the records are worked by hand in `record_scenes`.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import BaseSchema, GenerationMode

from tests.captured_pages import HTML, PAGE
from tests.offices import AYESHA, BY, Clock, an_office
from tests.ooni_answers import BLOCK as X
from tests.ooni_answers import a_draft
from tests.web.record_scenes import (
    a_corrected_silence,
    a_late_answer,
    a_refusal,
    a_silence,
    a_withheld_record,
    an_appeal,
    serve,
    show,
)
from tracker.domain.base.terms import WithheldBecause
from tracker.domain.measurements.captures import CaptureReuse
from tracker.services.core.office import Office
from tracker.services.measurements.captures import (
    CaptureChoice,
    publish_capture,
    take_capture,
)
from tracker.services.measurements.measured_findings import confirm_finding
from tracker.services.public.data_files import renew
from tracker.services.publishing.publishing import withhold

API = "/api/v1"
# The same calls each time, so that a run can be repeated.
EXAMPLES: dict[str, Any] = {
    "derandomize": True,
    "database": None,
    "deadline": None,
    "phases": (Phase.generate,),
    "suppress_health_check": list(HealthCheck),
}


@pytest.fixture
def client(office: Office) -> FlaskClient:
    return serve(office)


def read(client: FlaskClient, path: str) -> Any:
    """What stands at an address of the API."""
    answer = client.get(path if path.startswith(("/", "http")) else f"{API}/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/json"
    return answer.json


def trouble(client: FlaskClient, path: str, status: int) -> str:
    """What a refusal says."""
    answer = client.get(f"{API}/{path}")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    told = json.loads(answer.text)
    assert told["status"] == status
    return str(told["detail"])


def test_a_request_tells_what_its_page_tells(office: Office, client: FlaskClient) -> None:
    reference = a_silence(office)

    found = read(client, f"requests/{reference}")

    assert (found["body"], found["law"], found["phase"]) == ("pk-pta", "pk-raia-2017", "silent")
    kinds = {event["kind"]: event for event in found["events"]}
    assert kinds["received"]["on_earliest"] == "2024-03-18"
    # Ten working days after Monday 18 March 2024 (23 March was a Saturday) end on 1 April.
    assert kinds["overdue"]["event"]["latest"] == "2024-04-01"
    assert found["demonstration"] is True
    whole = client.get(found["record"])
    assert whole.status_code == 200


def test_no_word_of_the_applicant_is_in_it(office: Office, client: FlaskClient) -> None:
    reference = a_silence(office)
    a_refusal(office)

    for path in ("requests", f"requests/{reference}", "notices", "bodies"):
        text = client.get(f"{API}/{path}").text
        assert AYESHA.name not in text
        assert "ayesha@example.org" not in text
        assert "Street 9" not in text


def test_a_list_is_gone_through_page_by_page(office: Office, client: FlaskClient) -> None:
    made = sorted([a_silence(office), a_refusal(office), a_late_answer(office)])

    first = read(client, "requests?limit=2")
    second = read(client, first["next"])

    assert [row["reference"] for row in first["data"]] == made[:2]
    assert [row["reference"] for row in second["data"]] == made[2:]
    assert second["next"] is None


def test_a_list_is_filtered(office: Office, client: FlaskClient) -> None:
    silence, refusal = a_silence(office), a_refusal(office)

    def named(query: str) -> list[str]:
        return [row["reference"] for row in read(client, f"requests?{query}")["data"]]

    assert named("body=pk-pta") == [silence]
    assert named("phase=refused") == [refusal]
    assert named("phase=refused&body=pk-pta") == []
    assert named("block=pk-x-2024") == sorted([silence, refusal])
    assert named("silent=true") == [silence]
    assert named("year=2024&country=pk") == sorted([silence, refusal])
    assert named("year=2023") == named("country=in") == named("country=in&law=pk-raia-2017") == []


def test_a_list_is_filtered_as_the_pages_are(
    office: Office, client: FlaskClient, clock: Clock
) -> None:
    """The refusal is of 29 March 2024 and the thirty days to appeal are over long since: on the
    last day of them that window was open. The silence was appealed on 22 April."""
    silence, refusal, late = a_silence(office), a_refusal(office), a_late_answer(office)
    an_appeal(office, silence, date(2024, 4, 22))
    show(office, silence, on=None)

    def named(query: str) -> list[str]:
        return [row["reference"] for row in read(client, f"requests?{query}")["data"]]

    assert named("outcome=refused") == sorted([refusal, late])
    assert named("outcome=disclosed") == [late]
    assert named("outcome=not-held") == []
    assert named("outcome=refused&body=pk-interior") == [refusal]
    assert named("heard=pk-pic") == [silence]
    assert named("heard=pk-pta") == named("body=pk-pic") == []
    assert named("window=true") == []
    clock.set(date.fromisoformat(read(client, f"requests/{refusal}")["open_until"]))
    assert named("window=true&outcome=refused&body=pk-interior") == [refusal]
    assert "a list is of one body" in trouble(client, "requests?body=pk-pta&heard=pk-pic", 422)


def test_what_the_library_has_is_listed_and_filtered(client: FlaskClient) -> None:
    pakistan = read(client, "bodies?country=pk&role=regulator")["data"]

    assert "pk-pta" in [row["key"] for row in pakistan]
    assert {row["country"] for row in pakistan} == {"pk"}
    assert read(client, "laws/pk-raia-2017")["title"].startswith("Right of Access to Information")
    block = read(client, "blocks/pk-x-2024")
    assert (block["since"], block["until"]) == ("2024-02-17", "2025-05-07")


def test_findings_are_listed_by_block_and_source(office: Office, client: FlaskClient) -> None:
    first, second, _ = (a_draft(office, says) for says in ("One.", "Two.", "Only a draft."))
    for digest in (first, second):
        confirm_finding(office, digest, by=BY)

    page = read(client, f"findings?block={X}&source=ooni&limit=1")
    last = read(client, page["next"])

    found = [row["digest"] for each in (page, last) for row in each["data"]]
    assert found == sorted([first, second])
    assert last["next"] is None
    assert read(client, "findings?source=ioda")["data"] == []
    assert read(client, "findings?block=pk-bluesky-2024")["data"] == []
    trouble(client, "findings?block=nowhere", 404)


def test_captures_are_listed_by_block_without_their_files(
    office: Office, client: FlaskClient
) -> None:
    stored = take_capture(office, X, HTML, PAGE, by=BY)
    assert read(client, f"captures?block={X}")["data"] == []
    choice = CaptureChoice(CaptureReuse.SEALED, "", harmless=True)
    publish_capture(office, X, stored.capture.sha256, choice, by=BY)

    (row,) = read(client, f"captures?block={X}")["data"]
    assert (row["sha256"], row["address"]) == (stored.capture.sha256, PAGE.address)
    assert (row["reuse"], row["reason"], row["withdrawn_on"]) == ("sealed", None, None)
    assert read(client, "captures?block=pk-bluesky-2024")["data"] == []


def test_a_withheld_record_says_only_that(office: Office, client: FlaskClient) -> None:
    reference = a_withheld_record(office)

    assert "taken down" in trouble(client, f"requests/{reference}", 410)
    assert read(client, "requests")["data"] == []
    (notice,) = read(client, "notices")["data"]
    assert (notice["reference"], notice["change"], notice["ground"]) == (
        reference,
        "withheld",
        "safety",
    )


def test_corrections_come_oldest_first_and_go_on_from_a_cursor(
    office: Office, client: FlaskClient
) -> None:
    corrected, withheld = a_corrected_silence(office), a_withheld_record(office)

    first = read(client, "notices?limit=1")
    second = read(client, first["next"])

    found = {row["reference"] for row in (*first["data"], *second["data"])}
    assert found == {corrected, withheld}
    assert second["next"] is None


def test_a_row_that_comes_between_two_pages_hides_none_and_shows_none_twice(
    office: Office, client: FlaskClient
) -> None:
    """Of one day, notices stand by the references of their records: what comes to the first
    record stands before what was read of the second."""
    early, late, last = a_silence(office), a_silence(office), a_silence(office)
    withhold(office, late, WithheldBecause.SAFETY, by=BY)
    withhold(office, last, WithheldBecause.SAFETY, by=BY)
    first = read(client, "notices?limit=1")

    withhold(office, early, WithheldBecause.SAFETY, by=BY)
    second = read(client, first["next"])

    assert early < late < last
    assert [row["reference"] for row in first["data"]] == [late]
    assert [row["reference"] for row in second["data"]] == [last]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("requests?colour=red", 422, "There is no parameter “colour” here"),
        ("requests?limit=0", 422, "“limit” does not fit"),
        ("requests?limit=201", 422, "at most 200"),
        ("requests?limit=10&limit=20", 422, "“limit” once"),
        ("requests?phase=late", 422, "“phase” is one of: new, drafted"),
        ("requests?cursor=%00", 422, "“cursor” does not fit"),
        ("notices?cursor=nothing-1-0", 404, "There is no correction at this position. Start"),
        ("notices?cursor=5", 422, "“cursor” does not fit"),
        ("requests?body=pk-ptaa", 404, "Try pk-pta"),
        ("requests/nothing", 404, "Record “nothing” was not found"),
        ("blocks/pk-x-2025", 404, "Try pk-x-2024"),
        ("colours", 404, "/api/v1/ names every address"),
    ],
)
def test_a_refusal_says_what_where_and_the_way_out(
    client: FlaskClient, path: str, status: int, says: str
) -> None:
    assert says in trouble(client, path, status)


def test_it_is_read_only(client: FlaskClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.open(f"{API}/requests", method=method)
        assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
        assert "ask by GET" in json.loads(answer.text)["detail"]


def test_a_reader_with_the_current_answer_gets_304(office: Office, client: FlaskClient) -> None:
    reference = a_silence(office)
    first = client.get(f"{API}/requests/{reference}")

    again = client.get(first.request.path, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert "no-cache" in again.headers["Cache-Control"]


def test_a_page_of_another_site_may_read_it_and_gets_no_cookie(client: FlaskClient) -> None:
    unknown = (f"{API}/laws/nothing", f"{API}/nothing", "/api/v2/laws", "/data/nothing.csv")
    for path in (f"{API}/laws", *unknown):
        answer = client.get(path, headers={"Origin": "https://elsewhere.example"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers


def test_a_script_of_another_site_may_say_what_it_has_already(client: FlaskClient) -> None:
    """A browser asks first whether it may send the header (Fetch standard, 3.2.2)."""
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    for path in (f"{API}/laws", f"{API}/requests/nothing", "/data/requests.csv"):
        answer = client.options(path, headers=asked)
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Access-Control-Allow-Headers"].lower() == "if-none-match"


def test_the_address_of_the_api_and_a_path_are_an_address(client: FlaskClient) -> None:
    """OpenAPI 3.1: a path is put behind the address of the server as it is, not resolved."""
    described = read(client, "openapi.json")
    (server,) = described["servers"]

    for path in described["paths"]:
        if "{" not in path:
            assert client.get(server["url"] + path).status_code == 200


def test_the_page_of_the_api_names_every_address(client: FlaskClient) -> None:
    described = read(client, "openapi.json")
    page = client.get("/api").text

    for path in described["paths"]:
        assert f"<code>/api/v1{path.rstrip('/')}</code>" in page


def test_the_files_are_offered_once_they_are_made(
    office: Office, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    reference = a_silence(office)
    early = client.get("/data/requests.csv")
    assert early.status_code == 503
    assert int(early.headers["Retry-After"]) > 0
    assert early.headers["Cache-Control"] == "no-store"
    assert "The files are being updated" in early.text
    assert not caplog.records, "nothing went wrong"
    renew(office)

    with client.get("/data/requests.jsonl") as answer:
        lines = answer.get_data(as_text=True).splitlines()
        assert [json.loads(line)["reference"] for line in lines] == [reference]
        assert "attachment" in answer.headers["Content-Disposition"]
    with client.get("/data/requests.jsonl", headers={"Range": "bytes=5-"}) as rest:
        assert (rest.status_code, rest.data) == (206, answer.data[5:])
        assert rest.headers["ETag"] == answer.headers["ETag"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    had = {"If-None-Match": answer.headers["ETag"]}
    with client.get("/data/requests.jsonl", headers=had) as again:
        assert again.status_code == 304
    assert client.get("/data/../requests.csv").status_code == 404
    assert client.get("/data/secrets.csv").status_code == 404


def test_what_was_withheld_since_is_given_out_no_more(office: Office, client: FlaskClient) -> None:
    a_silence(office)
    renew(office)
    with client.get("/data/events.csv") as answer:
        assert answer.status_code == 200

    a_withheld_record(office)

    with client.get("/data/events.csv") as answer:
        assert answer.status_code == 503
    renew(office)
    with client.get("/data/events.csv") as answer:
        assert answer.status_code == 200


@pytest.fixture(scope="module")
def described() -> Iterator[BaseSchema]:
    """The API of an office that has something of each kind, as it describes itself."""
    with TemporaryDirectory() as folder, an_office(Path(folder)) as (office, _):
        for scene in (a_silence, a_refusal, a_late_answer, a_corrected_silence, a_withheld_record):
            scene(office)
        yield schemathesis.openapi.from_wsgi(f"{API}/openapi.json", serve(office).application)


OPERATIONS = (
    *("/", "/blocks", "/blocks/{key}", "/bodies", "/bodies/{key}", "/laws", "/laws/{key}"),
    *("/notices", "/requests", "/requests/{reference}", "/orders", "/reasons", "/powers"),
    *(
        "/requirements",
        "/challenges",
        "/measurements",
        "/judgments",
        "/precedents",
        "/findings",
        "/captures",
        "/demands",
        "/limits",
        "/who_may_ask",
        "/stages",
        "/exemptions",
        "/interruptions",
    ),
)


@pytest.mark.parametrize("calls", [4, pytest.param(60, marks=pytest.mark.slow)])
@pytest.mark.parametrize("path", OPERATIONS)
def test_it_answers_as_it_describes_itself(described: BaseSchema, path: str, calls: int) -> None:
    """Each operation is called with what fits the description and with what does not; every answer
    must be one that the description names, in the form that it gives."""
    operation = described[path]["GET"]
    fitting, not_fitting = GenerationMode.POSITIVE, GenerationMode.NEGATIVE

    modes = (fitting, not_fitting) if "parameters" in operation.definition.raw else (fitting,)

    for mode in modes:

        @settings(**EXAMPLES, max_examples=calls // len(modes))
        @given(case=operation.as_strategy(generation_mode=mode))
        def each(case: Any) -> None:
            case.call_and_validate()

        each()


def test_no_operation_goes_untried(described: BaseSchema) -> None:
    assert set(described.raw_schema["paths"]) == set(OPERATIONS)
