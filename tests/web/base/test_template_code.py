"""The code of the templates: values are escaped on a page, however a template reaches them."""

import pytest
from flask import Flask
from jinja2 import TemplateRuntimeError, UndefinedError
from markupsafe import Markup

from tests.web import record_scenes as scenes
from tracker.domain.base.messages import Message
from tracker.domain.base.text import Text
from tracker.services.core.office import Office

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
