"""Fields of forms as macros write them: tied to their hints and errors, and escaped."""

from collections.abc import Callable, Iterator

import pytest
from flask import get_template_attribute
from markupsafe import Markup
from wtforms import BooleanField, Form, StringField
from wtforms.validators import InputRequired

from tests.web import record_scenes as scenes
from tracker.services.core.office import Office
from tracker.web.base.fields import note_ids

HOSTILE = "<b onclick='x'>&\""
ESCAPED = "&lt;b onclick=&#39;x&#39;&gt;&amp;&#34;"

Macro = Callable[..., Markup]


class Small(Form):
    name = StringField(HOSTILE, [InputRequired(HOSTILE)])
    plain = StringField("Number")
    ticked = BooleanField("Agreed", description=HOSTILE)


@pytest.fixture
def forms(office: Office) -> Iterator[Callable[[str], Macro]]:
    """The macros of forms, as a page in English calls them."""
    with scenes.serve(office).application.test_request_context("/"):
        yield lambda name: get_template_attribute("macros/forms.html", name)


def test_a_field_without_hint_or_error_has_a_label_and_its_control_alone(
    forms: Callable[[str], Macro],
) -> None:
    assert forms("field")(Small().plain, dir="auto") == (
        '<div class="field"><label for="plain">Number</label>'
        '<input dir="auto" id="plain" name="plain" type="text" value=""></div>\n'
    )


def test_a_control_names_its_hint_and_its_errors_and_nothing_in_them_opens_an_element(
    forms: Callable[[str], Macro],
) -> None:
    form = Small()
    form.validate()

    row = forms("field")(form.name, HOSTILE)

    assert note_ids(form.name, HOSTILE) == "name-hint name-wrong-1"
    assert 'aria-describedby="name-hint name-wrong-1" aria-invalid="true"' in row
    assert f'<label for="name">{ESCAPED}</label>' in row
    assert f'<span class="hint" id="name-hint">{ESCAPED}</span>' in row
    assert f'id="name-wrong-1"><span class="visually-hidden">Error: </span>{ESCAPED}</span>' in row
    assert "onclick='" not in row


def test_a_yes_or_no_stands_before_its_label_and_names_its_own_hint(
    forms: Callable[[str], Macro],
) -> None:
    row = forms("tick")(Small().ticked)

    assert row.index("<input") < row.index("<label")
    assert 'aria-describedby="ticked-hint"' in row
    assert ESCAPED in row


def test_a_hint_that_was_written_as_elements_stays_what_it_is(
    forms: Callable[[str], Macro],
) -> None:
    hint = Markup('<span lang="ur">x</span>')

    said = forms("notes")(Small().plain, hint)
    assert said.strip() == f'<span class="hint" id="plain-hint">{hint}</span>'
