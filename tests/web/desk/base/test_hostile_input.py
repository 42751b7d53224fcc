"""Whatever is sent to a form or stands in an address, nobody gets a page of ours that broke."""

from collections.abc import Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.documents.papers import a_pdf
from tests.offices import Clock, a_paper, a_received_request
from tests.services.letters.scenes import silent_request
from tests.services.publishing.test_copying import answered
from tests.web.browser import Browser
from tests.web.desk.correspondence.test_received_mail import answer, place
from tests.web.desk.correspondence.test_received_mail import hand_in as hand_in_mail
from tests.web.desk.drafting.test_importing import hand_in
from tracker.services.core.evidence import checked_upload
from tracker.services.core.office import Office

VALUES = st.sampled_from(
    [
        "",
        "0",
        "-1",
        "²",
        "١",
        "1:",
        ":",
        "1:order:x",
        "²:order",
        "zzz",
        "1e999",
        "NaN",
        "9" * 30,
        "1-2-3-4",
        "1000-1000-0-0",
        "0001-01-01",
        "9999-12-31",
        "2024-02-30",
        "\x00",
        "\u202e",
        "{{ 7 * 7 }}",
        "' OR 1=1 --",
        "%",
        "../..",
        "words=%00&matter=zzz",
        "ں" * 3000,
    ]
)
# What a list of fields makes of strange numbers in the names of its parts.
ODD = ("texts-0-words", "texts--1-words", "texts-99999999999-title", "quoted-²-place", "seen")


def sends(names: list[str]) -> st.SearchStrategy[dict[str, list[str]]]:
    """Some fields by name, each once or twice."""
    values = st.lists(VALUES, min_size=1, max_size=2)
    return st.dictionaries(st.sampled_from(sorted({*names, *ODD})), values, max_size=8)


def names_on(browser: Browser, path: str) -> list[str]:
    """The names of the fields of every form on a page."""
    page = browser.get(path)
    assert page.status == 200, path
    found = page.tree.xpath("//form[@method='post']//@name")
    return sorted({str(name) for name in found} - {"csrf_token"})


def stands(browser: Browser, path: str, fields: Mapping[str, list[str]]) -> None:
    """What the form of a page has, and these fields in place of them: no page breaks."""
    shown = browser.get(path).form()
    typed: dict[str, list[str]] = {}
    for name, value in shown.form_values():
        typed.setdefault(name, []).append(value)
    answer = browser.client.post(path, data=typed | dict(fields))
    assert answer.status_code < 500, (path, fields)


@pytest.fixture(params=[1, pytest.param(15, marks=pytest.mark.slow)])
def few(request: pytest.FixtureRequest) -> settings:
    """The number of examples for each form and list, which are always the same."""
    return settings(max_examples=request.param, derandomize=True, deadline=None, database=None)


@pytest.fixture
def asked(office: Office) -> str:
    """A request that was received."""
    return a_received_request(office)


@pytest.mark.parametrize("action", ["look", "publish", "prepare", "black-out"])
def test_no_value_in_the_form_of_publishing_breaks_its_page(
    lawyer: Browser, office: Office, action: str, few: settings
) -> None:
    reference, _ = answered(office, a_paper("reply.txt"))
    path = f"/desk/requests/{reference}/publish"

    @few
    @given(fields=sends(names_on(lawyer, path)))
    @example(fields={"quotes": ["zzz"], "quoted-0-place": ["zzz"], "quoted-0-words": ["Words"]})
    @example(fields={"entries": ["²"], "not_before": ["9999-12-31"]})
    def tried(fields: dict[str, list[str]]) -> None:
        stands(lawyer, path, fields | {"action": [action]})

    tried()


def test_a_place_that_is_none_is_said_on_the_form_with_what_was_typed(
    lawyer: Browser, office: Office
) -> None:
    reference, _ = answered(office, a_paper("reply.txt"))
    where = f"/desk/requests/{reference}/publish"

    page = lawyer.submit(
        where, {"quotes": ["zzz"], "texts-0-title": "T", "texts-0-words": "Typed with care"}
    )

    assert page.status == 422
    assert page.value("texts-0-words").strip() == "Typed with care"


def test_no_value_in_the_forms_of_a_public_copy_breaks_its_page(
    lawyer: Browser, office: Office, few: settings
) -> None:
    reference, paper = answered(office, checked_upload("reply.pdf", a_pdf()))
    copies = f"/desk/requests/{reference}/copies"
    lawyer.submit(copies, {"paper": paper})

    @few
    @given(data=st.data(), page=st.sampled_from(["", f"/{paper}", f"/{paper}/pages/1"]))
    def tried(data: st.DataObject, page: str) -> None:
        path = copies + page
        fields = data.draw(sends([*names_on(lawyer, path), "action"]))
        stands(lawyer, path, fields)

    tried()


@pytest.mark.parametrize(
    "page",
    [
        "response",
        "record/document-received",
        "extension",
        "notice",
        "consent",
        "entries/3/correct",
    ],
)
def test_no_value_in_what_is_logged_breaks_its_page(
    lawyer: Browser, asked: str, page: str, few: settings
) -> None:
    path = f"/desk/requests/{asked}/{page}"

    @few
    @given(fields=sends(names_on(lawyer, path)))
    def tried(fields: dict[str, list[str]]) -> None:
        stands(lawyer, path, fields)

    tried()


@pytest.mark.parametrize(
    "page",
    [
        "pleading/row?row=facts:sent",
        "pleading/add?part=grounds",
        "pleading/number",
    ],
)
def test_no_value_in_the_forms_of_an_appeal_breaks_its_page(
    lawyer: Browser, office: Office, clock: Clock, page: str, few: settings
) -> None:
    reference = silent_request(office, clock)
    path = f"/desk/requests/{reference}/{page}"

    @few
    @given(fields=sends(names_on(lawyer, path)))
    @example(fields={"words": ["<script>alert(1)</script> {see:x} [x]"], "source": ["\u202e"]})
    @example(fields={"version": ["9" * 30], "entry": ["-1"], "provision": ["zzz"]})
    def tried(fields: dict[str, list[str]]) -> None:
        stands(lawyer, path, fields)

    tried()


@pytest.mark.parametrize("page", ["pack", "translation", "annex"])
def test_no_value_in_the_forms_of_a_bundle_breaks_its_page(
    lawyer: Browser, office: Office, clock: Clock, page: str, few: settings
) -> None:
    reference = silent_request(office, clock)
    bundle = f"/desk/requests/{reference}/pack"
    path = bundle.replace("pack", page)
    if page == "annex":
        path = str(lawyer.get(bundle).tree.xpath("//a[contains(@href, '/annexes/')]/@href")[0])

    @few
    @given(fields=sends([*names_on(lawyer, path), "as"]))
    @example(fields={"as": ["pdf"], "annexes": ["zzz", "²"], "order": ["9" * 30]})
    @example(fields={"of": ["zzz"], "held": ["../.."], "translator": ["\u202e"], "says": ["\x00"]})
    def tried(fields: dict[str, list[str]]) -> None:
        stands(lawyer, path, fields)

    tried()


def test_no_value_in_the_form_of_a_copy_of_a_decision_breaks_its_page(
    lawyer: Browser, few: settings
) -> None:
    path = "/desk/authorities/pk-01/copy"

    @few
    @given(fields=sends(names_on(lawyer, path)))
    def tried(fields: dict[str, list[str]]) -> None:
        stands(lawyer, path, fields)

    tried()


def test_no_value_breaks_the_suggestions_of_a_mail(
    lawyer: Browser, asked: str, few: settings
) -> None:
    form = place(lawyer, hand_in_mail(lawyer, answer(asked)), asked)
    path = f"{form.answer.request.path}?{form.answer.request.query_string.decode()}"

    @few
    @given(fields=sends([*names_on(lawyer, path), "use", "dismissed"]))
    @example(fields={"use": ["dismiss:"], "dismissed": ["\x00 <script>"]})
    @example(fields={"use": ["refusal--1"], "dismissed": ["again"]})
    def tried(fields: dict[str, list[str]]) -> None:
        stands(lawyer, path, fields)

    tried()


@pytest.mark.parametrize("path", ["/desk/authorities/pk-01", "/desk/hearings", "/desk/arguments"])
def test_no_value_in_the_forms_beside_letters_breaks_its_page(
    lawyer: Browser, path: str, few: settings
) -> None:
    target = f"{path}/check" if path.endswith("pk-01") else path

    @few
    @given(fields=sends(names_on(lawyer, path)))
    def tried(fields: dict[str, list[str]]) -> None:
        key = lawyer.get(path).value("csrf_token")
        sent = {"csrf_token": [key]} | dict(fields)
        assert lawyer.client.post(target, data=sent).status_code < 500, fields

    tried()


def test_no_value_breaks_the_columns_of_a_list(lawyer: Browser, few: settings) -> None:
    path = hand_in(lawyer).answer.request.path

    @few
    @given(fields=sends(names_on(lawyer, path)))
    def tried(fields: dict[str, list[str]]) -> None:
        stands(lawyer, path, fields)
        assert lawyer.client.get(path.replace("columns", "check")).status_code < 500

    tried()


LISTS = {
    "/desk/requests": "words matter phase block body law charge tag page",
    "/desk/doubted": "page",
    "/requests": "words block body law phase page",
    "/corrections": "page",
    "/deadlines": "law stage day body extended expedited urgent latest",
    "/desk/new": "block body law like",
    "/desk/authorities": "law country state reference remedy",
}


@pytest.mark.parametrize("path", LISTS)
def test_no_value_in_an_address_breaks_a_list(
    lawyer: Browser, asked: str, path: str, few: settings
) -> None:
    @few
    @given(query=sends(LISTS[path].split()))
    def tried(query: dict[str, list[str]]) -> None:
        assert lawyer.client.get(path, query_string=query).status_code < 500, query

    tried()


def test_no_saved_view_breaks_the_list(lawyer: Browser, asked: str, few: settings) -> None:
    @few
    @given(name=VALUES, query=VALUES)
    def tried(name: str, query: str) -> None:
        path = "/desk/requests/views"
        key = lawyer.get("/desk/account/password").value("csrf_token")
        kept = {"csrf_token": key, "name": name, "query": query}
        assert lawyer.client.post(path, data=kept, follow_redirects=True).status_code < 500
        assert lawyer.client.post(f"{path}/forget", data=kept).status_code < 500

    tried()
