"""Forms that keep what was typed and show errors at the top and at each field."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from flask import request
from markupsafe import Markup
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import (
    DateField,
    Field,
    FileField,
    Form,
    MultipleFileField,
)
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import FileInput

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotOnFile, Refusal
from tracker.domain.base.messages import Message
from tracker.services.core.evidence import LARGEST_UPLOAD, MEDIA_TYPES, Upload, checked_upload
from tracker.services.ports.cases import AlreadyEntered
from tracker.services.ports.keys import Locked
from tracker.web.base.fields import errors_of, flat
from tracker.web.base.language import gettext, lazy_gettext, page_locale, refused
from tracker.web.base.permissions import takes_files
from tracker.web.base.refusals import code_of
from tracker.web.base.site_config import site_config

# Stand-in for a document when a form is sent only to preview its consequences.
STAND_IN = checked_upload("paper.txt", b"A paper to come.")
# Messages of the script about chosen files, in the words of the refusals.
DROPPING = {
    "data-drop": lazy_gettext("Or drag and drop files here."),
    "data-empty": lazy_gettext("the file is empty. Choose another."),
    "data-over": lazy_gettext(
        "larger than {most} MB. Send a smaller scan.", most=LARGEST_UPLOAD >> 20
    ),
    "data-kind": lazy_gettext("this type of file is not accepted."),
    "data-together": lazy_gettext("Together the files are too large. Send fewer at once."),
}
# The field with what a passkey's PRF gave. It opens private words, so no page shows it again.
PASSKEY_SECRET = "passkey_secret"  # noqa: S105 - the name of a field
_KINDS = ", ".join(MEDIA_TYPES)
_ENDINGS = ",".join(f".{ending}" for ending in (*MEDIA_TYPES, "jpeg"))


# The form field that asks for a preview of the consequences only.
DRY_RUN = "dry_run"
# The form library's own sentences, for the few fields without sentences of their own, and what is
# said instead.
LIBRARY_SAYS = {
    "Not a valid choice.": Message("Choose one of the options."),
    "Not a valid choice: could not coerce.": Message("Choose one of the options."),
    "This field is required.": Message("Fill in this field."),
    "Not a valid date value.": Message("Enter a date, for example 2024-03-18."),
    "Not a valid integer value.": Message("Enter a whole number."),
}


class FormMessages:
    """The sentences of the form library, in the program's words and the page's language."""

    def gettext(self, sentence: str) -> str:
        """Return what is said instead of a sentence of the library."""
        return page_locale().translations.gettext(LIBRARY_SAYS.get(sentence, sentence))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return a sentence of the library that depends on a number."""
        return page_locale().translations.ngettext(singular, plural, number)


class PageForm(Form):
    """A form of a page.

    `code` is the status with which its page is shown again.

    `moves` are the fields on which the request's last days depend. `typed` holds earlier input to
    show again; submitted values take precedence over it. `files_kept` says that the chosen files
    are stored for the next attempt.
    """

    moves: ClassVar[tuple[str, ...]] = ()

    class Meta(DefaultMeta):
        """The settings of the form library that this program changes."""

        def get_translations(self, form: Any) -> FormMessages:
            return FormMessages()

    def __init__(self, typed: MultiDict[str, Any] | None = None, /, **known: Any) -> None:
        super().__init__(_typed() if _posted() else typed, **known)
        self.code = 200
        self.files_kept = False

    def sent(self) -> bool:
        """Return whether the form was submitted and is valid."""
        if not _posted() or only_dry_run():
            return False
        if self.validate():
            return True
        self.code = 422
        return False

    def unready(self) -> str:
        """Return the first error in a field that affects days; empty if there is none.

        The form is left without errors, since it was not submitted yet, and a stand-in is used
        for a missing document.
        """
        self.validate()
        wrong = [words for name in self.moves if name in self for words in flat(self[name].errors)]
        for field in self:
            field.errors = []
            if isinstance(field, Papers):
                field.uploads = (*field.came.values(), STAND_IN)
        return wrong[0] if wrong else ""

    def refuse(self, refusal: Refusal) -> None:
        """Show on the form why the submission was refused."""
        self.form_errors.append(refused(refusal))
        self.code = code_of(refusal)

    def complain(self, field: str, message: str) -> None:
        """Add an error to one field."""
        found: Field = self[field]
        found.errors = [*found.errors, message]
        self.code = 422

    def summary(self) -> list[tuple[str, str]]:
        """Return every error with the id of its field; the id is empty for errors of the whole
        form."""
        said = [("", str(message)) for message in self.form_errors]
        for field in self:
            said += errors_of(field)
        return said

    def fields_typed(self) -> dict[str, list[str]]:
        """Return what was typed, as submitted, without files and tokens."""
        papers = {field.name for field in self if isinstance(field, Papers)}
        known = {f.name for f in self} - papers
        return {name: request.form.getlist(name) for name in request.form if name in known}

    @property
    def takes_files(self) -> bool:
        """Return whether the form takes documents."""
        return any(isinstance(field, Papers) for field in self)

    @property
    def files_lost(self) -> bool:
        """Return whether files were chosen that the browser does not keep for another attempt."""
        if self.files_kept:
            return False
        # Buttons that only preview or prepare send the names of files without the files.
        if any(request.form.get(f.name) for f in self if isinstance(f, Papers)):
            return True
        return self.code != 200 and any(_has_name(file) for file in request.files.values())


@contextmanager
def told_on(form: PageForm) -> Iterator[None]:
    """Show a refusal on the form, whose page is then shown again with everything typed.

    NotOnFile and AlreadyEntered pass through: they do not concern the form. Locked asks for the
    password, and then the form is sent again.
    """
    try:
        yield
    except (NotOnFile, AlreadyEntered, Locked):
        raise
    except Refusal as refusal:
        form.refuse(refusal)


def carried_fields(prefix: str) -> list[tuple[str, str]]:
    """Return what was typed into a form, for a page that asks something before it is sent on.

    The fields of that page have the prefix; they are not carried, and neither is what a passkey's
    PRF gave.
    """
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and not name.startswith(prefix)
        if not name.endswith(PASSKEY_SECRET)
    ]


DAY_NEEDED = Message("Enter a date in “{label}”.")
NO_DAY = Message("Enter a real date, for example 2024-03-18.")


class DayField(DateField):
    """A day, in the format of the browser's date picker."""

    def __init__(self, label: str, *, optional: bool = False, **known: Any) -> None:
        needed = gettext(DAY_NEEDED, label=str(label))
        super().__init__(label, [Optional() if optional else InputRequired(needed)], **known)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(gettext(NO_DAY)) from None


class Papers(MultipleFileField):
    """Uploaded documents; `uploads` holds those whose content matches their file type.

    `came` are stored documents that the form relies on, by digest; they need not be uploaded
    again. A field limited to some file types lists their extensions in `only` and names the types
    in its description.
    """

    def __init__(
        self, label: str, *, needed: str = "", single: bool = False, only: str = "", **known: Any
    ) -> None:
        first = known.pop("description", "")
        kinds = gettext("File types: {kinds}. Up to 20 MB each.", kinds=_KINDS)
        said = first if only else f"{first} {kinds}".strip()
        known["widget"] = FileInput(multiple=not single)
        super().__init__(label, description=said, render_kw={"accept": only or _ENDINGS}, **known)
        _require_files_taken()
        self.needed = needed
        self.single = single
        self.came: Mapping[str, Upload] = {}
        self.uploads: tuple[Upload, ...] = ()

    def __call__(self, **attributes: object) -> Markup:
        """Return the field with the data that the script listing chosen files needs."""
        words = {name: str(said) for name, said in DROPPING.items()}
        told = {"data-largest": LARGEST_UPLOAD, "data-most": site_config().largest_upload} | words
        return super().__call__(**told, **attributes)

    def pre_validate(self, form: Any) -> None:
        files = self._chosen
        if self.needed and not files and not self.came:
            raise ValidationError(self.needed)
        if self.single and len(files) > 1:
            raise ValidationError(gettext("Choose one file here."))
        handed_in, complaints = self.handed_in
        self.uploads = tuple(dict.fromkeys((*self.came.values(), *handed_in)))
        if complaints:
            raise ValidationError(" ".join(complaints))

    @cached_property
    def handed_in(self) -> tuple[tuple[Upload, ...], list[str]]:
        """Return the acceptable files that were chosen, and one message for each that is not."""
        return _read_files(self._chosen)

    @property
    def _chosen(self) -> list[FileStorage]:
        return [file for file in self.data or () if _has_name(file)]

    @property
    def first(self) -> Upload | None:
        """Return the document of a field that takes one; None if there is none."""
        return self.uploads[0] if self.uploads else None


class OneFileField(FileField):
    """A single file that is read at once: a list, a saved answer, a capture."""

    def __init__(self, label: str, **known: Any) -> None:
        super().__init__(label, **known)
        _require_files_taken()

    def handed_in(self, largest: int, missing: Message) -> tuple[str, bytes]:
        """Return the file's name and its bytes, one more than `largest` of a file that is too
        large. Raises BadInput, with the message `missing`, if no file was chosen."""
        if not _has_name(self.data):
            raise BadInput(missing)
        return self.data.filename, self.data.read(largest + 1)


def _require_files_taken() -> None:
    """Raise LookupError for a page that asks for files but is not registered as taking any: its
    uploads would be refused as too large."""
    if not takes_files(request.endpoint or ""):
        raise LookupError(f"{request.endpoint} asks for files: put it into TAKES_FILES.")


def _read_files(files: Sequence[FileStorage]) -> tuple[tuple[Upload, ...], list[str]]:
    """Return the acceptable files, and one message for each file that is not."""
    good, bad = [], []
    for file in files:
        try:
            good.append(checked_upload(file.filename or "", file.read()))
        except BadInput as refusal:
            bad.append(refused(refusal))
    return tuple(good), bad


class SpanForm(PageForm):
    """A form about an event whose day may not be known exactly."""

    moves: ClassVar[tuple[str, ...]] = ("on", "latest")

    on = DayField(
        lazy_gettext("Date, or earliest possible date"),
        description=lazy_gettext(
            "If you know the exact date, enter it here and leave the next field empty."
        ),
    )
    latest = DayField(
        lazy_gettext("Latest possible date"),
        optional=True,
        description=lazy_gettext(
            "Only if you do not know the exact date, for example with registered post."
        ),
    )

    def validate_latest(self, field: DateField) -> None:
        """Refuse a last possible day before the first."""
        first, last = self.on.data, field.data
        if first and last and last < first:
            raise ValidationError(
                gettext("The latest possible date is before the earliest. Check both.")
            )

    @property
    def span(self) -> DaySpan:
        """Return the day, or the two days it lies between."""
        first = day_of(self.on)
        return DaySpan(first, self.latest.data or first)


def capitalised(words: Mapping[str, str]) -> dict[str, str]:
    """Return choices in the page's language, each with an initial capital because it stands
    alone."""
    said = {key: gettext(each) for key, each in words.items()}
    return {key: each[:1].upper() + each[1:] for key, each in said.items()}


def day_of(field: DateField) -> date:
    """Return the typed day. Raises BadInput if none was typed."""
    if field.data is None:
        raise BadInput(DAY_NEEDED, label=str(field.label.text))
    return field.data


def _typed() -> MultiDict[str, Any]:
    """Return fields and files together, as the browser sent them.

    Only ASCII names are kept: WTForms takes other scripts' digits for list positions and fails on
    them.
    """
    both: MultiDict[str, Any] = MultiDict(request.form)
    both.update(request.files)
    return MultiDict((name, value) for name, value in both.items(multi=True) if name.isascii())


def only_dry_run() -> bool:
    """Return whether the form was sent only to preview its consequences."""
    return _posted() and DRY_RUN in request.form


def _posted() -> bool:
    return request.method == "POST"


def _has_name(file: Any) -> bool:
    return isinstance(file, FileStorage) and bool(file.filename)


def plain_lines(words: str | None) -> str:
    r"""Return typed text with \n line endings, whatever the browser sent."""
    return (words or "").replace("\r\n", "\n").replace("\r", "\n")
