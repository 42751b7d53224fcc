"""Authorities: the library's leads, and the office's checks of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.law.authority import Authority, AuthorityUse
from tracker.domain.law.law import Law
from tracker.services.core.office import Office
from tracker.services.letters.authority_checks import (
    LONGEST_CHECK_NOTE,
    AuthorityState,
    CheckStatement,
    KnownAuthority,
    check_authority,
    known_authorities,
    withdraw_check,
)
from tracker.services.letters.editing import OpenPleading
from tracker.services.letters.filling import leads_in, left_to_do
from tracker.services.ports.workbook import OpenedDocument, StayState
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import DayField, PageForm, day_of, plain_lines, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_locale, worded
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.places import place_in

PAGES = Pages("desk_authorities", Access.DESK, "/desk/authorities")
# The value of the filter by country for authorities that belong to none.
_NO_COUNTRY = "none"
_STATES = {
    AuthorityState.LEAD: lazy_gettext("Lead, not checked"),
    AuthorityState.CHECKED: lazy_gettext("Checked"),
    AuthorityState.STAYED: lazy_gettext("Stayed"),
    AuthorityState.SET_ASIDE: lazy_gettext("Set aside"),
    AuthorityState.CHANGED: lazy_gettext("Changed since the check"),
}
_USES = {
    AuthorityUse.FOR: lazy_gettext("For"),
    AuthorityUse.AGAINST: lazy_gettext("Against"),
    AuthorityUse.BOTH: lazy_gettext("Both sides"),
}
_STAYS = {
    StayState.NOT_FOUND: lazy_gettext("I found no stay, and no decision that sets it aside"),
    StayState.STAYED: lazy_gettext("It is stayed or suspended"),
    StayState.SET_ASIDE: lazy_gettext("It was set aside, reversed or withdrawn"),
}
_OPENED = {
    OpenedDocument.ITSELF: lazy_gettext("The decision or text itself, and it says this"),
    OpenedDocument.SUMMARY: lazy_gettext("Only a summary or report, so it is still a lead"),
}
_ADVERSE, _OLD = "adverse", "old"


class CheckForm(PageForm):
    """A lawyer's statement about one authority."""

    opened = RadioField(
        lazy_gettext("What you opened"),
        [InputRequired(lazy_gettext("Select what you opened."))],
        choices=lambda: [(key.value, gettext(words)) for key, words in _OPENED.items()],
        description=lazy_gettext(
            "Letters cite it only if you opened the decision or text itself."
        ),
    )
    stay_checked = BooleanField(lazy_gettext("I checked whether it was stayed or set aside"))
    stay = RadioField(
        lazy_gettext("What the check found"),
        [InputRequired(lazy_gettext("Select what the check found."))],
        choices=lambda: [(key.value, gettext(words)) for key, words in _STAYS.items()],
    )
    on = DayField(lazy_gettext("Date of the check"))
    note = TextAreaField(
        lazy_gettext("Note"),
        [
            Length(
                max=LONGEST_CHECK_NOTE,
                message=lazy_gettext(
                    "Note must be {most} characters or fewer.", most=f"{LONGEST_CHECK_NOTE:,}"
                ),
            )
        ],
        filters=[plain_lines],
        description=lazy_gettext(
            "Where you read it. If it is stayed: the court, the day and the number. No names of "
            "private persons. Only the office sees this."
        ),
    )

    def statement(self) -> CheckStatement:
        """Return what was stated."""
        return CheckStatement(
            OpenedDocument(self.opened.data),
            bool(self.stay_checked.data),
            StayState(self.stay.data),
            day_of(self.on),
            self.note.data or "",
        )


@dataclass(frozen=True, slots=True)
class _AuthorityWords:
    """The words that the macros on authorities need."""

    states: Mapping[AuthorityState, str]
    uses: Mapping[AuthorityUse, str]
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _OfLaw:
    """The authorities that an appeal under one law can meet, each once: those that a letter cites,
    those that it would cite once they are checked, and the others against and for the requester.
    """

    cited: tuple[KnownAuthority, ...]
    wanted: tuple[KnownAuthority, ...]
    adverse: tuple[KnownAuthority, ...]
    usable: tuple[KnownAuthority, ...]
    words: _AuthorityWords

    @property
    def number(self) -> int:
        """Return how many there are."""
        return len(self.cited + self.wanted + self.adverse + self.usable)

    @property
    def checked(self) -> tuple[KnownAuthority, ...]:
        """Return the others for the requester that letters may cite."""
        return tuple(each for each in self.usable if each.state is AuthorityState.CHECKED)

    @property
    def leads(self) -> tuple[KnownAuthority, ...]:
        """Return the others for the requester that letters may not cite."""
        return tuple(each for each in self.usable if each.state is not AuthorityState.CHECKED)


@PAGES.get("")
def listing() -> str:
    """Show the authorities that fit the filter, leads and checked ones."""
    office, asked = the_office(), request.args
    found = known_authorities(office, _of_law_and_country(office))
    wanted = asked.get("state", "")
    shown = [each for each in found if _fits(each, wanted)]
    groups = _by_country(office, shown)
    return render_template(
        "desk/authorities.html",
        known=shown,
        groups=groups,
        contents=[(f"of-{code}", name, len(listed)) for code, name, listed in groups],
        leads=sum(each.to_check for each in shown),
        asked=asked,
        letter=_letter(),
        filtered=any(asked.values()),
        laws={key: worded(law.title) for key, law in office.library.laws.items()},
        countries=_countries(office),
        states={key.value: words for key, words in _STATES.items()}
        | {_OLD: gettext("Check is old"), _ADVERSE: gettext("Against, or both sides")},
        words=_words(office),
    )


@PAGES.get("/<key>")
def page(key: str) -> tuple[str, int]:
    """Show one authority, its checks, and the form of a check."""
    return _page(key, _check_form())


@PAGES.post("/<key>/check")
def check(key: str) -> Response | tuple[str, int]:
    """Log a check of an authority."""
    form = _check_form()
    with told_on(form):
        if form.sent():
            check_authority(the_office(), key, form.statement(), by=by())
            flash(gettext("Check logged."))
            letter = _letter()
            if letter:
                return redirect(_listing_of(letter))
            return redirect(url_for(".page", key=key))
    return _page(key, form)


@PAGES.post("/<key>/withdraw")
def withdraw(key: str) -> Response:
    """Withdraw the checks of an authority."""
    withdraw_check(the_office(), key, by=by())
    flash(gettext("Check withdrawn. The authority is a lead again."))
    return redirect(url_for(".page", key=key))


@PAGES.app_template_global("authorities_of")
def _of_law(law: Law, pleading: OpenPleading | None = None) -> _OfLaw:
    """Return the authorities that an appeal under a law can meet; first those of its letter."""
    office = the_office()
    rows = [each.row for each in pleading.now.rows() if each.in_letter] if pleading else []
    cited = dict.fromkeys(key for row in rows for key in row.rests_on.authorities)
    wanted = leads_in(office, pleading) if pleading else ()
    library = office.library
    # A letter may cite a decision of another country.
    named = [library.authorities[key] for key in (*cited, *wanted) if key in library.authorities]
    met = dict.fromkeys(e.key for e in (*library.authorities_of(law.country), *named))
    found = known_authorities(office, (library.authorities[key] for key in met))
    others = [e for e in found if e.authority.key not in {*cited, *wanted}]
    return _OfLaw(
        cited=tuple(each for each in found if each.authority.key in cited),
        wanted=tuple(each for each in found if each.authority.key in wanted),
        adverse=tuple(each for each in others if each.authority.adverse),
        usable=tuple(each for each in others if not each.authority.adverse),
        words=_words(office),
    )


def _words(office: Office) -> _AuthorityWords:
    return _AuthorityWords(_STATES, _USES, office.people_names)


def _check_form() -> CheckForm:
    return CheckForm(on=the_office().latest_today())


def _page(key: str, form: CheckForm) -> tuple[str, int]:
    office = the_office()
    authority = office.library.authority(key)
    (known,) = known_authorities(office, [authority])
    page = render_template(
        "desk/authority.html",
        form=form,
        known=known,
        checks=office.authority_checks.of(key),
        notes=office.authority_checks.notes(key),
        stays=_STAYS,
        opened=_OPENED,
        country=page_locale().country(authority.country) if authority.country else "",
        decider=_decider(authority),
        letter=_letter(),
        words=_words(office),
    )
    return page, form.code


def _of_law_and_country(office: Office) -> list[Authority]:
    """Return the authorities of the country of the law, or of the country chosen; of one remedy,
    those that its letter would cite and nobody has checked."""
    library, asked = office.library, request.args
    if reference := asked.get("reference", ""):
        remedy = place_in(asked.get("remedy", ""))
        with office.cases.look(reference) as case:
            return [library.authority(key) for key in left_to_do(office, case, remedy).leads]
    law, country = library.laws.get(asked.get("law", "")), asked.get("country", "")
    found = library.authorities_of(law.country) if law else tuple(library.authorities.values())
    wanted = "" if country == _NO_COUNTRY else country
    return [each for each in found if not country or each.country == wanted]


def _letter() -> dict[str, str]:
    """Return what addresses say to name the letter whose authorities are checked; empty without
    one."""
    named = {name: request.args.get(name, "") for name in ("reference", "remedy")}
    return {name: value for name, value in named.items() if value} if named["reference"] else {}


def _listing_of(letter: Mapping[str, str]) -> str:
    return url_for(".listing", reference=letter["reference"], remedy=letter.get("remedy"))


def _by_country(
    office: Office, known: Sequence[KnownAuthority]
) -> list[tuple[str, str, list[KnownAuthority]]]:
    """Return authorities under the code and the name of each country, international ones last."""
    grouped = (
        (code, name, [e for e in known if (e.authority.country or _NO_COUNTRY) == code])
        for code, name in _countries(office).items()
    )
    return [each for each in grouped if each[2]]


def _fits(known: KnownAuthority, wanted: str) -> bool:
    return (
        not wanted
        or known.state.value == wanted
        or (wanted == _ADVERSE and known.authority.adverse)
        or (wanted == _OLD and known.old)
    )


def _countries(office: Office) -> dict[str, str]:
    """Return the countries that have authorities by their names, and last the word for none."""
    codes = {each.country for each in office.library.authorities.values()} - {""}
    named = {code: page_locale().country(code) for code in codes}
    ordered = dict(sorted(named.items(), key=lambda each: each[1]))
    return ordered | {_NO_COUNTRY: gettext("International")}


def _decider(authority: Authority) -> str:
    """Return who decided, in the language of the page; empty for a text."""
    if authority.court:
        return worded(authority.court)
    return the_office().library.body_name(authority.forum or "", page_locale().language)
