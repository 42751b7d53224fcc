"""Wordings of letters by law and language, and the lawyers who take them on."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField

from tracker.domain.base.errors import NotOnFile
from tracker.domain.law.law import Law, LetterKind
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.drafting.sample_letters import sample_letters
from tracker.services.letters.offering import letter_languages
from tracker.services.letters.wordings.taking_on import (
    KnownWording,
    WordingState,
    known_wording,
    known_wordings,
    take_on,
    withdraw_wording,
)
from tracker.web.base.access import Access, Pages, by, person_may
from tracker.web.base.filters import language_name
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.words import LETTERS
from tracker.web.desk.drafting.logos import letter_with_logos

PAGES = Pages("desk_wordings", Access.DESK, "/desk/wordings")
# The page shows this many changed sentences. A catalogue can have thousands.
_MOST_SENTENCES = 100


class TakeOnForm(PageForm):
    """A lawyer's declaration."""

    declared = BooleanField(
        lazy_gettext(
            "I have command of this language and of this law, and I have read the wording"
        )
    )
    version = HiddenField()


@PAGES.get("")
def listing() -> str:
    """Show every wording besides the English ones."""
    office = the_office()
    return render_template(
        "desk/wordings.html",
        wordings=known_wordings(office),
        country_named=page_locale().country,
        names=office.people_names,
    )


@PAGES.get("/<law>/<language>")
def page(law: str, language: str) -> tuple[str, int]:
    """Show one wording with sample letters, and who took it on."""
    known = _known(the_office(), law, language)
    form = TakeOnForm()
    form.version.data = known.version
    return _page(known, form)


@PAGES.post("/<law>/<language>/take-on")
def accept(law: str, language: str) -> Response | tuple[str, int]:
    """Log that a lawyer takes on the wording."""
    office, form = the_office(), TakeOnForm(request.form)
    known = _known(office, law, language)
    with told_on(form):
        if form.sent():
            version = str(form.version.data)
            take_on(office, law, language, version, declared=bool(form.declared.data), by=by())
            flash(gettext("Wording taken on. Your office can send letters in it."))
            return redirect(url_for(".page", law=law, language=language))
    form.version.data = known.version
    return _page(known, form)


@PAGES.post("/<law>/<language>/withdraw")
def withdraw(law: str, language: str) -> Response:
    """Withdraw the statements of lawyers on the wording."""
    withdraw_wording(the_office(), law, language, by=by())
    flash(gettext("Wording withdrawn. Your office sends no new letters in it."))
    return redirect(url_for(".page", law=law, language=language))


def _known(office: Office, law_key: str, language: str) -> KnownWording:
    law = office.library.law(law_key)
    if language not in letter_languages(office.documents, law, LetterKind.REQUEST):
        raise NotOnFile("No letter under {law} is written in that language.", law=law.mention)
    return known_wording(office, law, language)


def _page(known: KnownWording, form: TakeOnForm) -> tuple[str, int]:
    office, law = the_office(), known.law
    shown = render_template(
        "desk/wording.html",
        known=known,
        form=form,
        law=law,
        language=language_name(known.language),
        samples=[
            (
                LETTERS[each.kind],
                letter_with_logos(office, each.own),
                letter_with_logos(office, each.english),
            )
            for each in sample_letters(office, law, known.language)
        ],
        changed=known.changed[:_MOST_SENTENCES],
        statements=office.taken_wordings.of(law.key, known.language),
        names=office.people_names,
    )
    return shown, form.code


@PAGES.app_template_global("wording_of")
def wording_of(law: Law, language: str) -> KnownWording | None:
    """Return the wording of letters under a law in a language; None if it was reviewed."""
    known = known_wording(the_office(), law, language)
    return None if known.state is WordingState.REVIEWED else known


@PAGES.app_template_global("wordings_to_take_on")
def wordings_to_take_on(law: Law) -> list[KnownWording]:
    """Return the wordings under a law that a live office may not use yet."""
    office = the_office()
    if not office.live or not person_may(Act.BROWSE):
        return []
    languages = letter_languages(office.documents, law, LetterKind.REQUEST)
    found = (known_wording(office, law, each) for each in languages)
    return [each for each in found if not each.usable]


@PAGES.app_template_global("name_of_person")
def name_of_person(account: str) -> str:
    """Return the name of a person of the office."""
    return the_office().people_names.get(account, account)
