"""Second factors in a real Chromium: codes without JavaScript, and passkeys, for which its own
authenticator stands in for a device."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.conftest import Site, serving
from tests.browser.keyboard import PASSWORD
from tests.offices import AYESHA, KEY_FILE, a_request, an_office, founded_in
from tracker.services.people.accounts import invite
from tracker.services.ports.people import RoleName

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def scripted(chromium: Browser) -> Iterator[Page]:
    """A page in which scripts may run."""
    context = chromium.new_context()
    context.set_default_timeout(90_000)
    yield context.new_page()
    context.close()


@dataclass
class SealedSite:
    """A running site of a live office without a key file: a link to the desk, and a request."""

    url: str
    welcome: str
    reference: str


@pytest.fixture
def sealed_site(tmp_path: Path) -> Iterator[SealedSite]:
    """The site of a live office in which nothing private is open until a person signs in."""
    database = founded_in(tmp_path, live=True)
    with an_office(tmp_path, url=database, key_file=None) as (office, _):
        with office.key_opening.opened(office.key_opening.by_key(KEY_FILE)):
            reference = a_request(office)
            token = invite(office, "lawyer@example.org", "A Lawyer", RoleName.ADMIN)
        with serving(office, "localhost") as url:
            yield SealedSite(url, f"{url}/welcome/{token}", reference)


def a_device(page: Page, *, verifies: bool = True, prf: bool = False) -> tuple[CDPSession, str]:
    """A device that keeps passkeys and, where it `verifies`, knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "hasPrf": prf,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def test_codes_are_set_up_and_asked_for_with_the_keyboard_alone_and_without_javascript(
    page: Page, live_site: Site
) -> None:
    url, welcome, clock = live_site.url, live_site.welcome, live_site.clock
    page.goto(welcome)
    page.get_by_label("New password").fill(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{url}/desk/account/second-factor")
    expect(page.get_by_role("img", name="QR code with the secret, for your phone")).to_be_visible()
    secret = page.locator("figure code").inner_text().replace(" ", "")

    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(clock.moment))
    page.keyboard.press("Enter")
    recovery = page.locator("main li code").first.inner_text()
    page.get_by_role("link", name="I have saved them. Continue").press("Enter")
    expect(page).to_have_url(f"{url}/desk")
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    for path in ("/desk/account", "/desk/people", "/desk/audit"):
        page.goto(f"{url}{path}")
        assert page.evaluate(wide), path
    clock.moment += timedelta(minutes=1)

    for given in (pyotp.TOTP(secret).at(clock.moment), recovery):
        page.get_by_role("button", name="Sign out").press("Enter")
        page.get_by_label("Email address").fill("lawyer@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_label("Code").fill(given)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{url}/desk")


def test_a_passkey_is_the_second_factor_of_a_live_office_and_signs_in_alone(
    scripted: Page, live_site: Site
) -> None:
    url, welcome = live_site.url, live_site.welcome
    page, wrong = scripted, list[str]()
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    device, key = a_device(page)
    page.goto(welcome)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("Repeat the password").fill(PASSWORD)
    page.get_by_role("button", name="Set password and sign in").click()
    expect(page).to_have_url(f"{url}/desk/account/second-factor")

    page.get_by_role("link", name="A passkey").click()
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_label("Name of the passkey")).to_be_focused()
    page.get_by_label("Name of the passkey").fill("office laptop")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have saved them. Continue").click()
    expect(page).to_have_url(f"{url}/desk")
    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("link", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Use my passkey").click()
    expect(page).to_have_url(f"{url}/desk")
    page.goto(f"{url}/desk/account")
    expect(page.get_by_role("cell", name="office laptop")).to_be_visible()
    assert "Linux" in page.content()
    page.get_by_role("button", name="Remove office laptop").click()
    expect(page.get_by_text("last second factor")).to_be_visible()
    page.goto(f"{url}/desk/account")
    page.get_by_role("button", name="Sign out").click()

    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto(f"{url}/sign-in/passkey")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_text("No passkey was received")).to_be_visible()
    assert [said for said in wrong if "409" not in said] == []


def with_a_passkey(page: Page, site: SealedSite) -> None:
    """Set the password, add a passkey, and sign out."""
    page.goto(site.welcome)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("Repeat the password").fill(PASSWORD)
    page.get_by_role("button", name="Set password and sign in").click()
    page.get_by_role("link", name="A passkey").click()
    page.get_by_label("Name of the passkey").fill("office laptop")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have saved them. Continue").click()
    page.get_by_role("button", name="Sign out").click()


@pytest.mark.samples("without")
@pytest.mark.parametrize("prf", [True, False], ids=["with a PRF", "without a PRF"])
def test_a_passkey_opens_private_words_or_the_password_is_asked_for_once(
    scripted: Page, sealed_site: SealedSite, prf: bool
) -> None:
    page, wrong, wanted = scripted, list[str](), f"/desk/requests/{sealed_site.reference}"
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    a_device(page, prf=prf)
    with_a_passkey(page, sealed_site)

    page.goto(f"{sealed_site.url}/sign-in/passkey?next={wanted}")
    page.get_by_role("button", name="Use my passkey").click()
    if not prf:
        expect(page.get_by_role("heading", name="Open private data")).to_be_visible()
        page.get_by_label("Your password").fill(PASSWORD)
        page.get_by_role("button", name="Open").click()

    expect(page).to_have_url(f"{sealed_site.url}{wanted}")
    page.get_by_text("Show name and address").click()
    expect(page.get_by_text(AYESHA.name).first).to_be_visible()
    page.goto(f"{sealed_site.url}/desk/account")
    opens = page.get_by_role("row", name="office laptop").get_by_role("cell").nth(2)
    expect(opens).to_have_text("yes" if prf else "no")
    assert wrong == []


@pytest.mark.slow
def test_a_device_that_gives_its_prf_only_afterwards_is_asked_again(
    scripted: Page, sealed_site: SealedSite
) -> None:
    scripted.add_init_script(
        """
        const results = PublicKeyCredential.prototype.getClientExtensionResults;
        PublicKeyCredential.prototype.getClientExtensionResults = function () {
          const said = results.call(this);
          if (this.response instanceof AuthenticatorAttestationResponse) delete said.prf.results;
          return said;
        };
        """
    )
    a_device(scripted, prf=True)
    with_a_passkey(scripted, sealed_site)

    wanted = f"/desk/requests/{sealed_site.reference}"
    scripted.goto(f"{sealed_site.url}/sign-in/passkey?next={wanted}")
    scripted.get_by_role("button", name="Use my passkey").click()

    expect(scripted).to_have_url(f"{sealed_site.url}{wanted}")
    scripted.get_by_text("Show name and address").click()
    expect(scripted.get_by_text(AYESHA.name).first).to_be_visible()


def test_without_javascript_the_page_says_so_and_the_button_does_nothing(
    page: Page, live_site: Site
) -> None:
    page.goto(f"{live_site.url}/sign-in/passkey")

    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Use my passkey")).to_be_disabled()


def test_the_strength_of_a_new_password_is_shown_while_it_is_typed(
    scripted: Page, live_site: Site
) -> None:
    page, wrong = scripted, list[str]()
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(live_site.welcome)
    told = page.locator("[data-strength]")
    expect(told).to_be_empty()

    page.get_by_label("New password").fill("leavemealone")
    expect(told).to_contain_text("too weak. This is a common password")
    page.get_by_label("New password").fill(PASSWORD)
    expect(told).to_contain_text("strong")
    expect(page.get_by_role("meter", name="Strength of the password")).to_be_visible()

    assert page.url == live_site.welcome
    assert page.get_by_label("New password").input_value() == PASSWORD
    assert wrong == []
