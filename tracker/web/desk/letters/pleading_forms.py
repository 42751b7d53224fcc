"""The forms in which people edit and add rows of a letter, and give its file number."""

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.web.base.forms import PageForm, plain_lines
from tracker.web.base.language import lazy_gettext


class RowWordsForm(PageForm):
    """The words of one row."""

    version = HiddenField()
    title = StringField(lazy_gettext("Title of the ground"))
    words = TextAreaField(lazy_gettext("Words"), filters=[plain_lines])


class AddForm(PageForm):
    """A row of one's own, with what it rests on."""

    version = HiddenField()
    title = StringField(
        lazy_gettext("Title of the ground"),
        description=lazy_gettext("Leave empty to add a paragraph to the last ground."),
    )
    words = TextAreaField(lazy_gettext("Words"), filters=[plain_lines])
    entry = SelectField(lazy_gettext("Entry of the timeline"), [Optional()])
    provision = SelectField(lazy_gettext("Section"), [Optional()])
    source = StringField(
        lazy_gettext("Other source"),
        description=lazy_gettext("A document, a page, a person’s post."),
    )
    authority = StringField(lazy_gettext("Authority of your own"))
    read_at = StringField(
        lazy_gettext("Where the authority can be read"),
        description=lazy_gettext("An address, or the law report."),
    )
    opened = BooleanField(
        lazy_gettext("I opened this document and checked that it was not stayed or set aside.")
    )


class NumberForm(PageForm):
    """The office's own file number."""

    number = StringField(
        lazy_gettext("File number"),
        description=lazy_gettext("The number that your office gives this matter. It is private."),
    )
