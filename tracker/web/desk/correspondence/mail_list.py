"""The list of received mail by tab, the adding of an email as a file, and the letters sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.correspondence.authenticity import SignatureWord
from tracker.domain.correspondence.read_mail import MailAddress
from tracker.domain.correspondence.token_floods import folded_mails
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.correspondence.folded_senders import folded_senders, is_folded
from tracker.services.correspondence.mail_state import copies_that_stay, troubled_mailboxes
from tracker.services.correspondence.mailing_lists import newsletter_of
from tracker.services.correspondence.putting_aside import (
    MOST_TOGETHER,
    may_go_together,
    set_aside_together,
)
from tracker.services.correspondence.reading_mail import read_left_over
from tracker.services.correspondence.storing import (
    LARGEST_MAIL,
    refuse_other_files,
    take_file,
)
from tracker.services.ports.correspondence.mail_desk import AsideReason, MailTab
from tracker.services.ports.correspondence.reading import (
    MatchDecision,
    NotedMatch,
    OpenReading,
    SealedReading,
)
from tracker.services.ports.correspondence.received import ReceivedMail
from tracker.web.base.access import Access, Pages, by, person_may
from tracker.web.base.forms import DROPPING, OneFileField, PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, ngettext, refused
from tracker.web.base.security import scripted
from tracker.web.base.site_config import site_config, the_office
from tracker.web.desk.base.words import LETTERS
from tracker.web.desk.correspondence.letter_words import LETTER_STATES
from tracker.web.desk.correspondence.mail_words import (
    ASIDE_REASONS,
    MAIL_KINDS,
    MAILBOX_TROUBLES,
    SIGNATURES,
    TAB_SAYS,
    TABS,
)

PAGES = Pages("desk_received", Access.DESK, "/desk/mail")
_SENT = "sent"
_ON_A_PAGE = 50
_LOOKED_AT = 1000
_FEW = 10


class MailFileForm(PageForm):
    """An email that was saved as a file."""

    file = OneFileField(
        lazy_gettext("Email file"),
        render_kw={"accept": ".eml"},
        description=lazy_gettext(
            "An email saved as .eml, with its files. It is stored encrypted, and read here."
        ),
    )


@dataclass(frozen=True, slots=True)
class MailLine:
    """A mail in the list. `opened` is None if it was not read, or cannot be read.

    `holds` names the bodies for which it holds back every non-response, `twins` the other mails
    with the same Message-ID and other content.
    """

    mail: ReceivedMail
    reading: OpenReading | None
    opened: SealedReading | None
    requests: tuple[NotedMatch, ...]
    holds: str
    twins: Sequence[str] = ()

    @property
    def senders(self) -> tuple[MailAddress, ...]:
        """Return the senders that it names."""
        return self.opened.mail.senders if self.opened else ()

    @property
    def signature(self) -> str:
        """Return the words on its signature; empty if it was not read, or has none."""
        if self.reading is None or self.reading.signature is SignatureWord.UNSIGNED:
            return ""
        return str(SIGNATURES[self.reading.signature])


@PAGES.route("", methods=["GET", "POST"])
def listing() -> Response:
    """Show the mail of one tab, and store an email that was saved as a file."""
    office, form = the_office(), MailFileForm()
    with told_on(form):
        if form.sent():
            missing = Message("Choose the email file.")
            _, raw = form.file.handed_in(LARGEST_MAIL, missing)
            refuse_other_files(raw)
            stored = take_file(office, raw)
            said = gettext("Email stored.") if stored.new else _again(stored.mail)
            flash(said)
            return redirect(url_for(".mail", id=stored.mail.id))
    page = render_template("desk/mail_received.html", form=form, **_shown(office))
    return scripted(page, form.code)


def _again(mail: ReceivedMail) -> str:
    return ngettext(
        "This email was stored before. It came again {number} time.",
        "This email was stored before. It came again {number} times.",
        mail.came_again,
    )


@PAGES.post("/read")
def read() -> Response:
    """Read mail that was stored and is not read yet."""
    number = read_left_over(the_office(), _FEW)
    flash(ngettext("{number} email was read.", "{number} emails were read.", number))
    return redirect(url_for(".listing", tab=MailTab.TO_READ.value))


@PAGES.post("/aside")
def aside_together() -> Response:
    """Set the listed mails of one folded line aside, and no mail that arrived later."""
    ids = request.form.get("mails", "").split()
    try:
        number = set_aside_together(the_office(), ids, aside_reason(), by=by())
        flash(ngettext("{number} email put aside.", "{number} emails put aside.", number))
    except NotAllowed as refusal:
        flash(refused(refusal), "caution")
    return redirect(url_for(".listing"))


def aside_reason() -> AsideReason:
    """Return why a person puts mail aside. Raises BadInput if the form does not say."""
    wanted = request.form.get("why", "")
    why = next((each for each in AsideReason if each.value == wanted), None)
    if why is None:
        raise BadInput("Say why the email is put aside.")
    return why


def _shown(office: Office) -> dict[str, Any]:
    """Return what the list shows."""
    desk, page = office.mail_reading.desk, max(request.args.get("page", 1, type=int), 1)
    counts, chosen = desk.count(), request.args.get("tab", MailTab.TO_PLACE.value)
    tab = next((each for each in MailTab if each.value == chosen), MailTab.TO_PLACE)
    sent = chosen == _SENT
    name = _SENT if sent else tab.value
    flooded = {} if sent else _flooded(office, tab)
    first, folded = (page - 1) * _ON_A_PAGE, len(flooded)
    # A flood would fill many pages, so the page has only the mails outside it.
    newest = () if sent else desk.of_tab(tab, first + _ON_A_PAGE + folded)
    mails = [each for each in newest if each.id not in flooded][first : first + _ON_A_PAGE]
    twins = office.mail_reading.readings.twins([each.id for each in mails])
    rows = [line(office, mail, twins.get(mail.id, ())) for mail in mails]
    senders = folded_senders(office) if tab is MailTab.TO_PLACE and not sent else {}
    apart = [each for each in rows if senders and is_folded(office, each.opened, senders)]
    lists = _lists(office, rows) if tab is MailTab.TO_PLACE else {}
    listed = [each for of_list in lists.values() for each in of_list]
    shown = [each for each in rows if each not in apart and each not in listed]
    return {
        "tabs": _tabs(office, counts),
        "here": _address(name),
        "says": "" if sent else TAB_SAYS[tab],
        "tab": name,
        "lines": shown,
        "floods": _floods(flooded.values()),
        "reasons": ASIDE_REASONS,
        "apart": apart,
        "lists": lists,
        "kinds": MAIL_KINDS,
        "letters": office.letters_by_mail.latest(_ON_A_PAGE) if sent else (),
        "letter_names": LETTERS,
        "letter_states": LETTER_STATES,
        **_mailboxes(office, name),
        "now": office.now(),
        "page": page,
        "more": not sent and counts.get(tab, 0) - folded > page * _ON_A_PAGE,
        "dropping": _dropping(),
    }


def _mailboxes(office: Office, tab: str) -> dict[str, object]:
    """Return what is wrong with the mailboxes at the mail host."""
    return {
        "mailboxes": troubled_mailboxes(office),
        "troubles": MAILBOX_TROUBLES,
        "copies": copies_that_stay(office) if tab == MailTab.PROBLEMS.value else {},
        "fetches": bool(office.incoming.sources),
    }


def _dropping() -> dict[str, object]:
    """Return the data that the script for dropping files needs."""
    most = LARGEST_MAIL >> 20
    over = gettext("larger than {most} MB. Attach its files one by one instead.", most=most)
    words = {name: str(said) for name, said in DROPPING.items()} | {"data-over": over}
    return {"data-largest": LARGEST_MAIL, "data-most": site_config().largest_upload, **words}


def _tabs(office: Office, counts: Mapping[MailTab, int]) -> list[tuple[str, str, int | str]]:
    """Return the links to the tabs; one for mail that is gone only if there is any."""
    counts = {**counts, MailTab.PROBLEMS: _problems(office, counts)}
    shown = [each for each in MailTab if each is not MailTab.GONE or counts.get(each)]
    tabs: list[tuple[str, str, int | str]] = [
        (_address(each.value), str(TABS[each]), counts.get(each, 0)) for each in shown
    ]
    return [*tabs, (_address(_SENT), gettext("Sent"), "")]


def _address(tab: str) -> str:
    return url_for(".listing", tab=None if tab == MailTab.TO_PLACE.value else tab)


def line(office: Office, mail: ReceivedMail, twins: Sequence[str] = ()) -> MailLine:
    """Return a mail as the list shows it. Raises Locked."""
    readings = office.mail_reading.readings
    matches = readings.matches(mail.id)
    shown = tuple(each for each in matches if each.decision is not MatchDecision.REFUSED)
    taken = tuple(each for each in shown if each.decision is MatchDecision.TAKEN)
    opened = readings.opened(mail.id) if mail.digest else None
    reading = readings.get(mail.id)
    return MailLine(mail, reading, opened, taken or shown[:3], held_bodies(office, reading), twins)


def held_bodies(office: Office, reading: OpenReading | None) -> str:
    """Return the names of the bodies for which an undecided mail holds back every non-response."""
    bodies = reading.held_bodies if reading else ()
    return ", ".join(office.library.body_short_name(each) for each in bodies)


def _flooded(office: Office, tab: MailTab) -> dict[str, MailLine]:
    """Return the mails of floods to one address. They are stored and read like any other.

    Where they wait for a person, those that may be a response stay in the list.
    """
    found: dict[str, MailLine] = {}
    mails = office.mail_reading.desk.of_tab(tab, _LOOKED_AT)
    for token in {mail.token for mail in mails} - {""}:
        mine = [mail for mail in reversed(mails) if mail.token == token]
        marks = folded_mails([mail.received_at for mail in mine])
        folded = (mail for mail, is_folded in zip(mine, marks, strict=True) if is_folded)
        lines = (line(office, mail) for mail in folded)
        may = (
            each
            for each in lines
            if tab is not MailTab.TO_PLACE or may_go_together(office, each.opened)
        )
        found |= {each.mail.id: each for each in islice(may, MOST_TOGETHER)}
    return found


def _floods(rows: Iterable[MailLine]) -> dict[str, list[MailLine]]:
    """Return the folded mails by the address to which they came."""
    found: dict[str, list[MailLine]] = {}
    for each in rows:
        found.setdefault(each.mail.token, []).append(each)
    return found


def _lists(office: Office, rows: Iterable[MailLine]) -> dict[str, list[MailLine]]:
    """Return the mails of each mailing list of a body that has more than one mail."""
    found: dict[str, list[MailLine]] = {}
    for each in rows:
        if name := newsletter_of(office, each.opened):
            found.setdefault(name, []).append(each)
    return {name: mails for name, mails in found.items() if len(mails) > 1}


def mail_waiting(office: Office) -> dict[str, int]:
    """Return how many mails wait for a person: to place, to be read, and with problems."""
    if not person_may(Act.BROWSE):
        return {}
    counts = office.mail_reading.desk.count()
    waiting = (MailTab.TO_PLACE, MailTab.TO_READ, MailTab.PROBLEMS)
    found = {each.value: counts.get(each, 0) for each in waiting}
    return found | {MailTab.PROBLEMS.value: _problems(office, counts)}


def _problems(office: Office, counts: Mapping[MailTab, int]) -> int:
    """Return how many emails, and mailboxes at the mail host, have problems."""
    at_host = len(troubled_mailboxes(office)) + len(copies_that_stay(office))
    return counts.get(MailTab.PROBLEMS, 0) + at_host
