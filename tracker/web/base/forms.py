"""Forms: what was typed stays typed, errors are said on top and at the field."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, ClassVar

from babel.support import NullTranslations
from flask import request
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import (
    DateField,
    Field,
    FileField,
    Form,
    MultipleFileField,
    RadioField,
    SelectMultipleField,
)
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import FileInput

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotOnFile, Refusal
from tracker.domain.base.messages import Message
from tracker.services.core.evidence import LARGEST_UPLOAD, MEDIA_TYPES, Upload, checked_upload
from tracker.services.ports.cases import AlreadyEntered
from tracker.web.base.language import lazy_gettext, page_locale, refused
from tracker.web.base.permissions import takes_files
from tracker.web.base.refusals import code_of
from tracker.web.base.site_config import the_house

# What a paper is to a form of which only the consequences are asked.
STAND_IN = checked_upload("paper.txt", b"A paper to come.")
# What the script says of files that were chosen, in the words of the refusals.
DROPPING = {
    "data-drop": lazy_gettext("Or drop files here."),
    "data-empty": lazy_gettext("it is empty, so choose it again."),
    "data-over": lazy_gettext(
        "larger than {most} MB, so send a smaller scan.", most=LARGEST_UPLOAD >> 20
    ),
    "data-kind": lazy_gettext("not a kind of file that is kept."),
    "data-together": lazy_gettext("Together they are too large: send fewer files at once."),
}
_KINDS = ", ".join(MEDIA_TYPES)
_ENDINGS = ",".join(f".{ending}" for ending in (*MEDIA_TYPES, "jpeg"))


# What a form is sent with to be shown what it would change, and nothing more.
FORESEE = "foresee"
# What the form library says by itself, in the few places where no field says it better.
LIBRARY_SAYS = (
    Message("Not a valid choice."),
    Message("This field is required."),
    Message("Not a valid date value."),
    Message("Not a valid integer value."),
)


class PageForm(Form):
    """A form of a page. `code` is the status under which its page is shown again.

    `moves` are the fields on which the last days of the request depend. `typed` is what was typed
    before, to be shown again; what is handed in goes before it.
    """

    moves: ClassVar[tuple[str, ...]] = ()

    class Meta(DefaultMeta):
        """Beside what the library sets."""

        def get_translations(self, form: Any) -> NullTranslations:
            return page_locale().translations

    def __init__(self, typed: MultiDict[str, Any] | None = None, /, **known: Any) -> None:
        super().__init__(_typed() if _posted() else typed, **known)
        self.code = 200

    def sent(self) -> bool:
        """Whether it was sent, and everything in it can be read."""
        if not _posted() or only_foreseen():
            return False
        if self.validate():
            return True
        self.code = 422
        return False

    def unready(self) -> str:
        """What is wrong with a field on which days depend; empty where nothing is. The form is
        left without complaints, for nobody has handed it in yet, and lacks no paper."""
        self.validate()
        wrong = [words for name in self.moves if name in self for words in flat(self[name].errors)]
        for field in self:
            field.errors = []
            if isinstance(field, Papers):
                field.uploads = (*field.came, STAND_IN)
        return wrong[0] if wrong else ""

    def refuse(self, refusal: Refusal) -> None:
        """Say on the form why what was typed could not be done."""
        self.form_errors.append(refused(refusal))
        self.code = code_of(refusal)

    def complain(self, field: str, message: str) -> None:
        """Say at one field what is wrong with it."""
        found: Field = self[field]
        found.errors = [*found.errors, message]
        self.code = 422

    def summary(self) -> list[tuple[str, str]]:
        """Every complaint with the place on the page to which it leads; empty for the whole."""
        said = [("", str(message)) for message in self.form_errors]
        for field in self:
            said += [(_anchor(field), message) for message in flat(field.errors)]
        return said

    def fields_typed(self) -> dict[str, list[str]]:
        """What was typed into it, as it was sent: no file, and no key."""
        papers = {field.name for field in self if isinstance(field, Papers)}
        known = {f.name for f in self} - papers
        return {name: request.form.getlist(name) for name in request.form if name in known}

    @property
    def takes_files(self) -> bool:
        """Whether papers can be handed in with it."""
        return any(isinstance(field, Papers) for field in self)

    @property
    def files_lost(self) -> bool:
        """Whether files were chosen, which a browser does not keep for another try."""
        if only_foreseen():
            return any(request.form.get(f.name) for f in self if isinstance(f, Papers))
        return self.code != 200 and any(_has_name(file) for file in request.files.values())


@contextmanager
def told_on(form: PageForm) -> Iterator[None]:
    """Put a refusal on the form, whose page is then shown again with everything in it.

    What is not on file, or was entered by somebody else already, is no matter of this form.
    """
    try:
        yield
    except (NotOnFile, AlreadyEntered):
        raise
    except Refusal as refusal:
        form.refuse(refusal)


def flat(errors: Any) -> Iterator[str]:
    """Every message in what a field or a list of fields complains of."""
    if isinstance(errors, str):
        yield errors
    elif isinstance(errors, dict):
        for inner in errors.values():
            yield from flat(inner)
    else:
        for inner in errors or ():
            yield from flat(inner)


DAY_NEEDED = Message("Enter the day: {label}.")
NO_DAY = Message("This is no day of the calendar: enter it as 2024-03-18.")


class DayField(DateField):
    """A day, as a browser's own calendar gives it."""

    def __init__(self, label: str, *, optional: bool = False, **known: Any) -> None:
        needed = gettext(DAY_NEEDED, label=str(label).lower())
        super().__init__(label, [Optional() if optional else InputRequired(needed)], **known)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(gettext(NO_DAY)) from None


class Papers(MultipleFileField):
    """Files handed in; `uploads` holds those that are what their names claim.

    `came` are files on record already, on which the form rests: they need not be handed in again.
    A field that takes only some kinds names their endings in `only`, and the kinds in its words.
    """

    def __init__(
        self, label: str, *, needed: str = "", single: bool = False, only: str = "", **known: Any
    ) -> None:
        first = known.pop("description", "")
        kinds = gettext("Kinds: {kinds}; up to 20 MB each.", kinds=_KINDS)
        said = first if only else f"{first} {kinds}".strip()
        known["widget"] = FileInput(multiple=not single)
        super().__init__(label, description=said, render_kw={"accept": only or _ENDINGS}, **known)
        _require_files_taken()
        self.needed = needed
        self.single = single
        self.came: tuple[Upload, ...] = ()
        self.uploads: tuple[Upload, ...] = ()

    def __call__(self, **attributes: object) -> Markup:
        """The field, with what the script that lists chosen files has to know."""
        words = {name: str(said) for name, said in DROPPING.items()}
        told = {"data-largest": LARGEST_UPLOAD, "data-most": the_house().largest_upload} | words
        return super().__call__(**told, **attributes)

    def pre_validate(self, form: Any) -> None:
        files = [file for file in self.data or () if _has_name(file)]
        if self.needed and not files and not self.came:
            raise ValidationError(self.needed)
        if self.single and len(files) > 1:
            raise ValidationError(gettext("Choose one file here."))
        handed_in, complaints = _read_files(files)
        self.uploads = (*self.came, *handed_in)
        if complaints:
            raise ValidationError(" ".join(complaints))

    @property
    def first(self) -> Upload | None:
        """The one file of a field that takes one."""
        return self.uploads[0] if self.uploads else None


class ListFileField(FileField):
    """One file that is a list."""

    def __init__(self, label: str, **known: Any) -> None:
        super().__init__(label, **known)
        _require_files_taken()


def _require_files_taken() -> None:
    """Raises LookupError for a page that asks for files and is not said to take any: what is sent
    to it would be refused as too large."""
    if not takes_files(request.endpoint or ""):
        raise LookupError(f"{request.endpoint} asks for files: put it into TAKES_FILES.")


def _read_files(files: Sequence[FileStorage]) -> tuple[tuple[Upload, ...], list[str]]:
    """The files that are what they claim, and one sentence for each that is not."""
    good, bad = [], []
    for file in files:
        try:
            good.append(checked_upload(file.filename or "", file.read()))
        except BadInput as refusal:
            bad.append(refused(refusal))
    return tuple(good), bad


class SpanForm(PageForm):
    """A form about something that happened on a day which may not be known exactly."""

    moves: ClassVar[tuple[str, ...]] = ("on", "latest")

    on = DayField(
        lazy_gettext("First possible day"),
        description=lazy_gettext("The day, where it is known exactly."),
    )
    latest = DayField(
        lazy_gettext("Last possible day"),
        optional=True,
        description=lazy_gettext(
            "Only where the day is not known exactly, for example by registered post."
        ),
    )

    def validate_latest(self, field: DateField) -> None:
        """The second day of a span is not before the first."""
        first, last = self.on.data, field.data
        if first and last and last < first:
            raise ValidationError(
                gettext("The last possible day is before the first: check both.")
            )

    @property
    def span(self) -> DaySpan:
        """The day, or the two between which it lies."""
        first = day_of(self.on)
        return DaySpan(first, self.latest.data or first)


def capitalised(words: Mapping[str, str]) -> dict[str, str]:
    """Choices in the language of the page that stand alone, and so begin with a capital."""
    said = {key: gettext(each) for key, each in words.items()}
    return {key: each[:1].upper() + each[1:] for key, each in said.items()}


def day_of(field: DateField) -> date:
    """The day that was typed. Raises BadInput where none was."""
    if field.data is None:
        raise BadInput(DAY_NEEDED, label=str(field.label.text).lower())
    return field.data


def _typed() -> MultiDict[str, Any]:
    """Fields and files as one, both as the browser sent them. The names of our fields are plain:
    WTForms takes strange digits in others for the place in a list, and breaks on them."""
    both: MultiDict[str, Any] = MultiDict(request.form)
    both.update(request.files)
    return MultiDict((name, value) for name, value in both.items(multi=True) if name.isascii())


def only_foreseen() -> bool:
    """Whether the form was sent to be shown what it would change."""
    return _posted() and FORESEE in request.form


def _posted() -> bool:
    return request.method == "POST"


def _has_name(file: Any) -> bool:
    return isinstance(file, FileStorage) and bool(file.filename)


def _anchor(field: Field) -> str:
    """The first thing in a field that can take the focus."""
    if isinstance(field, RadioField | SelectMultipleField):
        return f"{field.id}-0"
    return str(field.id)


def plain_lines(words: str | None) -> str:
    """Typed words with one kind of line end, whatever the browser sends."""
    return (words or "").replace("\r\n", "\n").replace("\r", "\n")
