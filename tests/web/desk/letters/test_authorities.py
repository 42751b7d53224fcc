"""The desk's pages of authorities: leads, a lawyer's check, and what stands against an appeal."""

from datetime import date, timedelta

import pytest
from flask import Flask

from tests.offices import Clock
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.ports.people import RoleName

LIST = "/desk/authorities"
ONE = f"{LIST}/pk-01"
TICKS = {"opened": "itself", "stay_checked": "y", "stay": "not-found", "on": "2024-03-08"}


def cites(page: Page) -> list[str]:
    """The authorities of the list."""
    return [each.text_content() for each in page.tree.xpath("//table//td[1]/a")]


def row(page: Page, words: str) -> str:
    """What the list says of one authority."""
    (found,) = page.tree.xpath(f"//tr[td/a[contains(., '{words}')]]")
    return " ".join(found.text_content().split())


def token(browser: Browser) -> dict[str, str]:
    """The token that the forms of this browser carry."""
    (value, *_) = browser.get(LIST).tree.xpath("//input[@name='csrf_token']/@value")
    return {"csrf_token": value}


@pytest.fixture
def checking(clock: Clock) -> None:
    """It is Friday 8 March 2024."""
    clock.set(date(2024, 3, 8))


def test_every_authority_is_a_lead_at_first(lawyer: Browser, office: Office) -> None:
    page = lawyer.get(LIST)

    assert len(cites(page)) == len(office.library.authorities)
    assert "Lead, not checked" in row(page, "E003-11/20")
    assert "Doubted by 2 decisions" in row(page, "E003-11/20")
    assert "Against" in row(page, "1553-12/22")


@pytest.mark.usefixtures("checking")
def test_a_check_names_the_lawyer_and_the_day_and_ages(
    lawyer: Browser, app: Flask, office: Office, clock: Clock
) -> None:
    note = {"note": "Signed copy read at the Commission."}
    page = lawyer.submit(lawyer.get(ONE), TICKS | note, path=f"{ONE}/check")

    assert page.status == 200
    assert "Check logged." in page.words
    assert "Signed copy read at the Commission." in page.words
    assert "Checked 8 March 2024, Lena Lawyer" in row(lawyer.get(LIST), "E003-11/20")
    clock.moment += timedelta(days=3)
    other = signed_in(app, office, somebody(office, name="Omar Lawyer"))
    assert "8 March 2024, Lena Lawyer, 3 days ago" in row(other.get(LIST), "E003-11/20")

    page = other.post(f"{ONE}/withdraw", token(other))
    assert "The authority is a lead again." in page.words
    assert "withdrawn by Omar Lawyer" in page.words
    assert "Lead, not checked" in row(other.get(LIST), "E003-11/20")


@pytest.mark.usefixtures("checking")
def test_an_old_check_asks_to_be_renewed(
    lawyer: Browser, app: Flask, office: Office, clock: Clock
) -> None:
    lawyer.submit(lawyer.get(ONE), TICKS, path=f"{ONE}/check")
    clock.moment += timedelta(days=91)
    other = signed_in(app, office, somebody(office, name="Omar Lawyer"))

    assert "Check is old: renew it 8 March 2024, Lena Lawyer, 91 days ago" in row(
        other.get(LIST), "E003-11/20"
    )
    assert len(cites(other.get(f"{LIST}?state=old"))) == 1
    assert "The check is 91 days old." in other.get(ONE).words

    other.submit(other.get(ONE), TICKS | {"on": "2024-06-07"}, path=f"{ONE}/check")

    assert "Checked 7 June 2024, Omar Lawyer" in row(other.get(LIST), "E003-11/20")
    assert cites(other.get(f"{LIST}?state=old")) == []


@pytest.mark.usefixtures("checking")
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"opened": ""}, "Select what you opened."),
        ({"stay": ""}, "Select what the check found."),
        ({"stay": "stayed"}, "Say what is known about the stay: court, day and number."),
        ({"on": "2024-03-11"}, "has not come yet."),
        ({"on": ""}, "Enter a date in “Date of the check”."),
    ],
)
def test_half_a_check_is_told_with_what_was_typed(
    lawyer: Browser, office: Office, changed: dict[str, str], message: str
) -> None:
    typed = {key: value for key, value in (TICKS | changed).items() if value}

    answer = lawyer.client.post(f"{ONE}/check", data=typed | token(lawyer))

    assert answer.status_code == 422
    assert message in answer.text
    assert office.authority_checks.of("pk-01") == ()


def test_an_advocate_reads_and_checks_nothing(app: Flask, office: Office) -> None:
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE, "Ada Advocate"))

    page = advocate.get(ONE)

    assert page.status == 200
    assert "Only a lawyer or an administrator can log a check." in page.words
    assert not page.tree.xpath("//input[@name='opened']")
    for what in ("check", "withdraw"):
        answer = advocate.client.post(f"{ONE}/{what}", data=TICKS | token(advocate))
        assert answer.status_code == 403
    assert office.authority_checks.of("pk-01") == ()


@pytest.mark.parametrize(
    ("query", "first", "number"),
    [
        ("law=ke-atia-2016&state=adverse", "Legal Advice Centre t/a Kituo Cha Sheria", 3),
        ("country=ke", "High Court of Kenya, [2022] KEHC 368", 4),
        ("country=none&state=adverse", "European Court of Human Rights, 25479/19", 2),
        ("state=checked", "", 0),
        ("law=<script>&state=nothing", "", 0),
    ],
)
def test_the_list_is_filtered_by_law_country_and_status(
    lawyer: Browser, query: str, first: str, number: int
) -> None:
    found = cites(lawyer.get(f"{LIST}?{query}"))

    assert len(found) == number
    assert not found or found[0].startswith(first)


def test_an_authority_that_does_not_exist_is_not_found(lawyer: Browser) -> None:
    assert lawyer.get(f"{LIST}/xx-01").status == 404


@pytest.mark.parametrize("page_of", ["appeal", "letters/appeal"])
def test_the_pages_of_an_appeal_always_show_what_is_against_it(
    app: Flask, office: Office, waiting: str, clock: Clock, page_of: str
) -> None:
    """The maximum time limit ended on 25 March 2024 without a response."""
    clock.set(date(2024, 4, 15))
    sweep(office)
    lawyer = signed_in(app, office, somebody(office))

    page = lawyer.get(f"/desk/requests/{waiting}/{page_of}")

    assert "Against, or for both sides" in page.words
    assert "Against" in row(page, "1553-12/22")
    (leads,) = page.tree.xpath("//section[@aria-labelledby='authorities']//details")
    assert "1669-01/22" in leads.text_content()
    assert "KEHC" not in page.words


def groups(page: Page) -> dict[str, list[str]]:
    """The authorities under each heading of the section on them."""
    section = "//section[@aria-labelledby='authorities']"
    titles = page.tree.xpath(f"{section}//h3 | {section}//summary")
    under = {}
    for title in titles:
        table = title.xpath("following::table[1]")[0]
        rows = [each.text_content() for each in table.xpath(".//td[1]/a")]
        under[" ".join(title.text_content().split())] = rows
    return under


def test_a_letter_shows_first_the_authorities_that_it_cites_and_every_number_agrees(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 12))
    sweep(office)
    lawyer.submit(lawyer.get(f"{LIST}/pk-10"), TICKS, path=f"{LIST}/pk-10/check")

    page = lawyer.get(f"/desk/requests/{waiting}/letters/appeal")

    shown = groups(page)
    cited, wanted, *_ = shown.values()
    assert list(shown)[:2] == [
        "In this letter 1",
        "In this letter, once a lawyer has checked them 8",
    ]
    assert "2209-09/2022" in cited[0]
    assert set(wanted) == set(cites(lawyer.get(f"{LIST}?reference={waiting}")))
    assert "(8 leads)" in lawyer.get(f"/desk/requests/{waiting}").words
    listed = [one for rows in shown.values() for one in rows]
    assert len(listed) == len(set(listed))
    assert len(listed) >= len(office.library.authorities_of("pk"))
    for title, rows in shown.items():
        assert title.endswith(f" {len(rows)}")
    others = len(listed) - 9
    assert "This letter cites 1. It would cite or answer 8 more" in page.words
    assert f"Our library has {others} others" in page.words


def test_after_a_check_for_a_letter_the_rest_of_its_authorities_is_shown(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 12))
    sweep(office)
    listing = f"{LIST}?reference={waiting}"
    (one,) = lawyer.get(listing).tree.xpath("//td/a[contains(., '2209-09/2022')]/@href")
    (form,) = lawyer.get(one).tree.xpath("//form[contains(@action, '/check')]")

    page = lawyer.submit(lawyer.get(one), TICKS, path=form.action)

    assert "Check logged." in page.words
    assert "would cite or answer 8 authorities" in page.words
    assert len(cites(page)) == 8
    assert page.tree.xpath("//a[text()='Back to the letter']/@href")


def test_an_authority_that_was_found_stayed_is_no_lead_of_a_letter(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 12))
    sweep(office)
    found = TICKS | {"stay": "stayed", "note": "Islamabad High Court, 1 March 2024, W.P. 1/2024"}
    lawyer.submit(lawyer.get(f"{LIST}/pk-10"), found, path=f"{LIST}/pk-10/check")

    assert "(8 leads)" in lawyer.get(f"/desk/requests/{waiting}").words
    assert "2209-09/2022" not in lawyer.get(f"{LIST}?reference={waiting}").words


def test_the_authorities_are_listed_by_country_with_contents(lawyer: Browser) -> None:
    page = lawyer.get(LIST)

    links = page.tree.xpath("//nav[@aria-labelledby='contents-title']//a")
    assert {"Pakistan", "International"} <= {one.text for one in links}
    for one in links:
        target = page.tree.get_element_by_id(one.get("href").removeprefix("#"))
        rows = target.xpath("ancestor::section[1]//tbody/tr")
        assert one.xpath("span/text()") == [str(len(rows))]


def test_the_step_to_an_appeal_leads_to_the_authorities_that_its_letter_would_cite(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 12))
    sweep(office)
    first = (
        "//a[contains(., 'Check the authorities that this letter would cite ({} leads)')]/@href"
    )
    request = f"/desk/requests/{waiting}"
    link = lawyer.get(request).tree.xpath(first.format(9))[0]

    found = " ".join(cites(lawyer.get(link)))
    lawyer.submit(lawyer.get(f"{LIST}/pk-10"), TICKS, path=f"{LIST}/pk-10/check")

    assert "2209-09/2022" in found  # silence
    assert "1553-12/22" not in found  # section 7(f), which nobody claimed
    assert lawyer.get(request).tree.xpath(first.format(8))
    assert "2209-09/2022" not in " ".join(cites(lawyer.get(link)))
