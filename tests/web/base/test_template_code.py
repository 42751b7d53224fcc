"""The code of the templates: values are escaped on a page, however a template reaches them."""

import marshal
import os
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader, TemplateRuntimeError, UndefinedError
from jinja2.bccache import bc_magic
from markupsafe import Markup

from tests.web import record_scenes as scenes
from tracker.domain.base.messages import Message
from tracker.domain.base.text import Text
from tracker.services.core.office import Office
from tracker.web import Templates
from tracker.web.base import template_code
from tracker.web.base.template_code import KeptTemplates

HOSTILE = "<b onclick='x'>&\""
ESCAPED = "&lt;b onclick=&#39;x&#39;&gt;&amp;&#34;"


class Thing:
    """An object with one attribute that has a value, and one that fails."""

    name = HOSTILE

    @property
    def broken(self) -> str:
        """Fail as a faulty property does."""
        raise AttributeError


@pytest.fixture
def app(office: Office) -> Flask:
    """The pages of an office."""
    return scenes.serve(office).application


def written(app: Flask, template: str, **values: object) -> str:
    """The text that a template writes on a page in English."""
    with app.test_request_context("/"):
        return app.jinja_env.from_string(template).render(**values)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ words }}", ESCAPED),
        ("{{ thing.name }}", ESCAPED),
        ("{{ entries.name }}", ESCAPED),
        ("{{ text }}", ESCAPED),
        ("{{ message }}", ESCAPED),
        ("{{ marked }}", HOSTILE),
        ("{{ 3 }}{{ none }}{{ number }}", "3None7"),
        ("{% set part %}{{ words }}{% endset %}{{ part }}", ESCAPED),
        ("{% macro m(one) %}<i>{{ one }}</i>{% endmacro %}{{ m(words) }}", f"<i>{ESCAPED}</i>"),
        ("{% macro m(one, two=words) %}{{ two }}{% endmacro %}{{ m(1) }}", ESCAPED),
        ("{% macro m(one) %}{{ one }}{% endmacro %}{{ m(one=words) }}", ESCAPED),
        ("{% macro m(one) %}{{ one }}{% endmacro %}{{ m(*[words]) }}", ESCAPED),
        ("{% macro m() %}{{ kwargs['a'] }}{% endmacro %}{{ m(a=words) }}", ESCAPED),
        ("{% macro m() %}{{ varargs[0] }}{% endmacro %}{{ m(words) }}", ESCAPED),
        ("{% macro m(one) %}{{ caller(one) }}{% endmacro %}"
         "{% call(told) m(words) %}<i>{{ told }}</i>{% endcall %}", f"<i>{ESCAPED}</i>"),
        ("{% macro m(one, two=words) %}{{ one }}{{ two }}{{ caller() }}{% endmacro %}"
         "{% call m(one=1) %}{{ words }}{% endcall %}", f"1{ESCAPED}{ESCAPED}"),
        ("{% macro m(one, two, three=words) %}{{ two }}{{ three }}{% endmacro %}"
         "{{ m(1, two=2) }}", f"2{ESCAPED}"),
        ("{% for each in [words] %}{{ loop.index }}{{ each }}{% endfor %}", f"1{ESCAPED}"),
        ("{{ entries.get('name', 1) }}{{ entries.missing is defined }}", f"{ESCAPED}False"),
    ],
)  # fmt: skip
def test_every_way_to_a_value_ends_in_its_escaped_words(
    app: Flask, template: str, expected: str
) -> None:
    values = {
        "words": HOSTILE,
        "thing": Thing(),
        "entries": {"name": HOSTILE},
        "text": Text({"en": HOSTILE}),
        "message": Message("{it}", it=HOSTILE),
        "marked": Markup(HOSTILE),  # noqa: S704
        "number": 7,
    }

    assert written(app, template, **values) == expected


@pytest.mark.parametrize("template", ["{{ nobody }}", "{{ thing.nothing }}", "{{ thing.broken }}"])
def test_a_missing_value_is_an_error_and_not_an_empty_place(app: Flask, template: str) -> None:
    with pytest.raises(UndefinedError):
        written(app, template, thing=Thing())


def test_a_macro_takes_no_more_values_than_it_names(app: Flask) -> None:
    with pytest.raises((TypeError, TemplateRuntimeError)):
        written(app, "{% macro m(one) %}{{ one }}{% endmacro %}{{ m(1, 2) }}")


@pytest.mark.parametrize(
    "template",
    [
        "{% macro m(one) %}{{ one }}{% endmacro %}{{ m(1, two=2) }}",
        "{% macro m(one) %}{{ one }}{% endmacro %}{% call m(1) %}{% endcall %}",
        "{% macro m(one) %}{{ one }}{% endmacro %}{{ m(1, one=2) }}",
    ],
)
def test_a_macro_takes_no_value_by_another_name_than_its_own(app: Flask, template: str) -> None:
    with pytest.raises(TypeError, match="argument"):
        written(app, template)


def test_a_macro_that_writes_the_words_of_its_caller_needs_one(app: Flask) -> None:
    with pytest.raises(UndefinedError):
        written(app, "{% macro m(one) %}{{ caller() }}{% endmacro %}{{ m(one=1) }}")


def test_no_function_of_the_templates_takes_their_context(app: Flask) -> None:
    # A direct call would give it one value too few.
    with app.test_request_context("/"):
        named = app.jinja_env.globals.items()
        assert [name for name, each in named if hasattr(each, "jinja_pass_arg")] == []


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which compiled templates are kept."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr(template_code, "cache_from_source", lambda _: str(tmp_path / "code.pyc"))
    return tmp_path / "templates-program"


def page_of_a_new_process() -> str:
    """The page of a template, as a process writes it that has read none before."""
    loader = DictLoader({"page.html": "<p>{{ words }}</p>"})
    kept = KeptTemplates("program")
    templates = Templates(Flask("pages"), loader=loader, bytecode_cache=kept, autoescape=True)
    return templates.get_template("page.html").render(words=HOSTILE)


def one_file(folder: Path) -> Path:
    """The only file in a folder."""
    (file,) = folder.iterdir()
    return file


@pytest.mark.parametrize("left", [0, 5, -9, -40])
def test_a_broken_file_of_a_compiled_template_is_replaced(kept: Path, left: int) -> None:
    page_of_a_new_process()
    file = one_file(kept)
    whole = file.read_bytes()
    file.write_bytes(whole[:left])

    assert page_of_a_new_process() == f"<p>{ESCAPED}</p>"
    assert one_file(kept).read_bytes() == whole


@pytest.mark.parametrize("spoilt", [b".", b"garbage\n", b"\x80\x05N.", b"\0" * 400])
def test_a_compiled_template_whose_middle_is_not_its_own_is_replaced(
    kept: Path, spoilt: bytes
) -> None:
    page_of_a_new_process()
    file = one_file(kept)
    whole = file.read_bytes()
    # What comes first tells the version of Jinja and of Python; the digest of the source follows.
    begins = whole.index(b"\x80", len(bc_magic))
    file.write_bytes(whole[:begins] + spoilt)

    assert page_of_a_new_process() == f"<p>{ESCAPED}</p>"
    assert one_file(kept).read_bytes() == whole


def test_a_compiled_template_that_is_no_code_is_replaced(kept: Path) -> None:
    page_of_a_new_process()
    file = one_file(kept)
    whole = file.read_bytes()
    begins = whole.index(b".", whole.index(b"\x80", len(bc_magic))) + 1
    file.write_bytes(whole[:begins] + marshal.dumps("no code"))

    assert page_of_a_new_process() == f"<p>{ESCAPED}</p>"
    assert one_file(kept).read_bytes() == whole


def test_other_accounts_read_a_compiled_template_as_they_read_modules(kept: Path) -> None:
    before = os.umask(0o022)
    try:
        page_of_a_new_process()
    finally:
        os.umask(before)

    assert one_file(kept).stat().st_mode & 0o777 == 0o644
