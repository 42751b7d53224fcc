"""The watch over the laws in the workspace: comparisons due, two texts compared, signatures."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.law.signature import SignedAs
from tracker.services.office_data.law_watch import (
    LONGEST_SIGNED,
    other_comparisons,
    sign_law,
    watched_law,
    watched_laws,
    withdraw_signature,
)
from tracker.services.office_data.text_comparison import (
    LARGEST_COMPARED,
    TextComparison,
    compare_texts,
)
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import OneFileField, PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.record.law.laws import compared, how_read

PAGES = Pages("desk_law_watch", Access.DESK, "/desk/library/watch")


def _line(label: str, needed: str, hint: str) -> StringField:
    too_long = lazy_gettext("Use {most} characters or fewer.", most=f"{LONGEST_SIGNED:,}")
    checks = [InputRequired(needed), Length(max=LONGEST_SIGNED, message=too_long)]
    return StringField(label, checks, description=hint)


class SignForm(PageForm):
    """The signature of a jurist under the text of a law that the page shows."""

    digest = HiddenField()
    name = _line(
        lazy_gettext("Your name"),
        lazy_gettext("Enter your name."),
        lazy_gettext("As the public page of the law will show it."),
    )
    post = _line(
        lazy_gettext("Your post and organisation"),
        lazy_gettext("Enter your post and your organisation."),
        lazy_gettext("For example: advocate, Digital Rights Clinic."),
    )
    compared = BooleanField(
        lazy_gettext("I compared every provision of the file with the text of the law"),
        [InputRequired(lazy_gettext("Confirm that you compared every provision."))],
    )
    public = BooleanField(
        lazy_gettext("My name, my post and the day may be shown to the public"),
        [InputRequired(lazy_gettext("Confirm that your name may be shown."))],
    )


class TextsForm(PageForm):
    """Two texts: two versions of a statute, or of a file of the library."""

    older = OneFileField(
        lazy_gettext("Older text"),
        render_kw={"accept": ".txt,.toml,text/plain"},
        description=lazy_gettext(
            "A plain text file (UTF-8, at most 1 MB). Leave it out to compare a library file with "
            "the one in use."
        ),
    )
    newer = OneFileField(
        lazy_gettext("Newer text"),
        render_kw={"accept": ".txt,.toml,text/plain"},
        description=lazy_gettext("A plain text file (UTF-8, at most 1 MB)."),
    )

    def texts(self) -> tuple[str, str]:
        """Return both texts; empty if no file was chosen. Raises BadInput with every fault."""
        found, faults = [], []
        for field in (self.older, self.newer):
            try:
                found.append(_text(field))
            except BadInput as fault:
                faults.append(fault.message)
        if faults:
            raise BadInput("{faults}", faults=tuple(faults))
        older, newer = found
        return older, newer


def _text(field: OneFileField) -> str:
    if not field.data:
        return ""
    name, content = field.handed_in(LARGEST_COMPARED, Message("Choose a file."))
    if len(content) > LARGEST_COMPARED:
        raise BadInput("“{name}” has more than 1 MB. Compare it in parts.", name=name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "“{name}” is not plain text in UTF-8. Save it as plain text, and choose it again.",
            name=name,
        ) from error


@PAGES.get("")
def listing() -> str:
    """Show each law with its last comparison and its signatures, what is due first."""
    office = the_office()
    return render_template(
        "desk/law_watch.html",
        laws=watched_laws(office),
        others=other_comparisons(office),
        how_read=how_read,
        compared=compared,
        country=page_locale().country,
    )


@PAGES.route("/texts", methods=["GET", "POST"])
def texts() -> tuple[str, int]:
    """Compare two texts, which are not stored."""
    form, found = TextsForm(), None
    with told_on(form):
        if form.sent():
            found = compare_texts(the_office(), *form.texts())
    return _texts(form, found)


def _texts(form: TextsForm, found: TextComparison | None) -> tuple[str, int]:
    return render_template("desk/law_watch_texts.html", form=form, found=found), form.code


@PAGES.get("/<law>")
def law(law: str) -> tuple[str, int]:
    """Show one law, and the form to sign it."""
    form = SignForm(digest=watched_law(the_office(), law).law.digest)
    return _law(law, form)


@PAGES.post("/<law>/sign")
def sign(law: str) -> Response | tuple[str, int]:
    """Sign a law."""
    office, form = the_office(), SignForm()
    with told_on(form):
        if form.sent():
            typed = (str(each.data) for each in (form.digest, form.name, form.post))
            signed_as = sign_law(office, law, *typed, by=by())
            flash(
                gettext("Signed as the reader. The public page shows your name.")
                if signed_as is SignedAs.READER
                else gettext("Signed as the second reader. The public page shows your name.")
            )
            return redirect(url_for(".law", law=law))
    return _law(law, form)


@PAGES.post("/<law>/withdraw")
def withdraw(law: str) -> Response:
    """Withdraw a signature of one's own."""
    withdraw_signature(the_office(), law, request.form.get("number", 0, int), by=by())
    flash(gettext("Signature withdrawn. Your name is deleted."))
    return redirect(url_for(".law", law=law))


def _law(key: str, form: SignForm) -> tuple[str, int]:
    watched = watched_law(the_office(), key)
    shown = render_template(
        "desk/law_watch_law.html",
        watched=watched,
        form=form,
        how_read=how_read(watched.law),
        compared=compared(watched.law),
        me=by(),
    )
    return shown, form.code
