"""Addresses of pages from November 2026 still have a page: mails, calendars and notes of people
contain them."""

import pytest
from flask import Flask

from tests.offices import Clock
from tests.services.letters.scenes import silent_request
from tests.web.browser import Browser
from tracker.services.core.office import Office

# The addresses by the methods that they answered. The parts that differ from office to office are
# replaced; the second languages of public pages are left out.
BEFORE = {
    ("GET",): """
/ /about /api /api/v1/ /api/v1/blocks /api/v1/blocks/x1 /api/v1/bodies /api/v1/bodies/x1
/api/v1/laws /api/v1/laws/x1 /api/v1/notices /api/v1/openapi.json /api/v1/requests
/api/v1/requests/x1 /blocks /blocks/x1 /blocks/x1/badge.svg /blocks/x1/calendar.ics
/blocks/x1/card /blocks/x1/chronology /blocks/x1/feed.atom /blocks/x1/preview.png
/blocks/x1/share /bodies /bodies/x1 /bodies/x1/calendar.ics /bodies/x1/feed.atom
/bodies/x1/preview.png /calendar/x1.ics /compare /corrections /data /data/requests.csv
/deadlines /deadlines.ics /desk /desk/account /desk/audit /desk/doubted
/desk/drafts/x1/letter.docx /desk/drafts/x1/letter.txt /desk/findings /desk/findings/blocks/x1
/desk/findings/bodies/x1 /desk/imports/x1 /desk/letterhead/sample.docx
/desk/letterhead/sample.jpg /desk/logos/x1.jpg /desk/mail /desk/people /desk/people/x1
/desk/reminders /desk/requests /desk/requests/x1 /desk/requests/x1/copies/x1/copy.pdf
/desk/requests/x1/copies/x1/pages/1.jpg /desk/requests/x1/despatches /desk/requests/x1/fairness
/desk/requests/x1/letters/x1 /desk/requests/x1/letters/x1.docx /desk/requests/x1/letters/x1.txt
/desk/requests/x1/papers/x1 /desk/requests/x1/proceedings /desk/requests/x1/unread
/desk/requests/x1/waiting/page /desk/tasks /feed.atom /healthz /healthz/pages /laws /laws/x1
/laws/x1/examples
/laws/x1/sources /log /log/checkpoint /log/consistency /log/key /method /mirrors /mirrors.txt
/outcomes/x1/feed.atom /powers /powers/x1 /preview.png /requests /requests/x1 /requests/x1.json
/requests/x1/citation.bib /requests/x1/citation.json /requests/x1/copies/x1.pdf
/requests/x1/proof.json /requests/x1/texts/x1.txt /robots.txt /search /sitemap-pages.xml
/sitemap-records-x1.xml /sitemap.xml /statements/x1 /static/style.css /status
""",
    ("GET", "POST"): """
/alerts /alerts/x1/confirm /alerts/x1/leave /desk/account/confirm /desk/account/passkeys/new
/desk/account/password /desk/account/second-factor /desk/account/second-factor/recovery
/desk/account/second-factor/remove /desk/archive /desk/batches/x1 /desk/bodies/x1/risk
/desk/calendars /desk/drafts/x1 /desk/drafts/x1/another /desk/drafts/x1/discard
/desk/drafts/x1/letter /desk/drafts/x1/logos /desk/drafts/x1/take-over
/desk/findings/blocks/x1/x1 /desk/imports /desk/imports/x1/check /desk/imports/x1/columns
/desk/letterhead /desk/new /desk/new/together /desk/people/x1/leave /desk/people/x1/link
/desk/people/x1/reopen /desk/people/x1/role /desk/reminders/choices /desk/reminders/office
/desk/requests/x1/acknowledgement /desk/requests/x1/another /desk/requests/x1/appeal
/desk/requests/x1/approve /desk/requests/x1/came /desk/requests/x1/consent
/desk/requests/x1/copies /desk/requests/x1/copies/x1 /desk/requests/x1/copies/x1/pages/1
/desk/requests/x1/decision /desk/requests/x1/despatches/1/again
/desk/requests/x1/despatches/1/delivery /desk/requests/x1/entries/1/correct
/desk/requests/x1/erase /desk/requests/x1/export /desk/requests/x1/extension
/desk/requests/x1/fairness/notice /desk/requests/x1/fairness/statement
/desk/requests/x1/identity /desk/requests/x1/let-pass /desk/requests/x1/notes
/desk/requests/x1/notice /desk/requests/x1/pack /desk/requests/x1/proceedings/hearing
/desk/requests/x1/proceedings/hearing/1/adjourned /desk/requests/x1/proceedings/hearing/1/held
/desk/requests/x1/proceedings/orders/1/complied
/desk/requests/x1/proceedings/orders/1/enforcement /desk/requests/x1/publish
/desk/requests/x1/receipt /desk/requests/x1/reminded /desk/requests/x1/remove
/desk/requests/x1/repeat /desk/requests/x1/response /desk/requests/x1/sent
/desk/requests/x1/tags /desk/requests/x1/tasks /desk/requests/x1/waiting
/desk/requests/x1/withdraw /desk/requests/x1/withhold /desk/sharing/x1 /desk/sharing/x1/charge
/sign-in /sign-in/code /sign-in/passkey /welcome/x1
""",
    ("POST",): """
/desk/account/language /desk/account/passkeys/remove /desk/account/sessions/end
/desk/account/sessions/end-others /desk/calendars/x1/revoke /desk/drafts/x1/autosave
/desk/imports/x1/forget /desk/letterhead/away /desk/people /desk/reminders/acknowledge
/desk/requests/views /desk/requests/views/forget /desk/requests/x1/as-published
/desk/requests/x1/letters/x1.pdf /desk/requests/x1/notes/x1/drop
/desk/requests/x1/response/typed /desk/requests/x1/tasks/x1/done /desk/sign-out
""",
}
# Where an address now leads to another page, and what people open there.
MOVED = {
    "acknowledgement": "record/acknowledged",
    "came": "record/document-received",
    "despatches": "dispatches",
    "despatches/3/again": "dispatches/3/again",
    "despatches/3/delivery": "dispatches/3/delivery",
    "proceedings/hearing": "record/hearing-fixed",
    "proceedings/hearing/9/adjourned": "record/adjourned?hearing=9",
    "proceedings/hearing/9/held": "record/hearing-held?hearing=9",
    "withdraw": "record/withdrawn",
}


@pytest.mark.parametrize("methods", BEFORE, ids="-".join)
def test_every_address_of_before_has_a_page(app: Flask, methods: tuple[str, ...]) -> None:
    """A form of a moved page is sent to the new address alone."""
    pages = app.url_map.bind("localhost")
    found = {
        (method, path)
        for path in BEFORE[methods].split()
        for method in methods
        if not pages.test(path, method=method)
    }

    moved = {path.replace("3", "1").replace("9", "1") for path in MOVED}
    assert found <= {("POST", f"/desk/requests/x1/{path}") for path in moved}


def test_a_moved_page_is_found_at_its_old_address(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = silent_request(office, clock)
    for before, now in MOVED.items():
        answer = lawyer.client.get(f"/desk/requests/{reference}/{before}")
        assert answer.location == f"/desk/requests/{reference}/{now}"
        if "9" not in now:  # no hearing was fixed
            assert lawyer.get(answer.location).status == 200, now
