"""Fields of forms as they are written into a page: tied to their hints and errors, and escaped."""

from markupsafe import Markup
from wtforms import BooleanField, Form, StringField
from wtforms.validators import InputRequired

from tracker.web.base.fields import field_row, note_ids, notes, tick_row

HOSTILE = "<b onclick='x'>&\""
ESCAPED = "&lt;b onclick=&#39;x&#39;&gt;&amp;&#34;"


class Small(Form):
    name = StringField(HOSTILE, [InputRequired(HOSTILE)])
    plain = StringField("Number")
    ticked = BooleanField("Agreed", description=HOSTILE)


def test_a_field_without_hint_or_error_has_a_label_and_its_control_alone() -> None:
    assert field_row(Small().plain, dir="auto") == (
        '<div class="field"><label for="plain">Number</label>'
        '<input dir="auto" id="plain" name="plain" type="text" value=""></div>\n'
    )


def test_a_control_names_its_hint_and_its_errors_and_nothing_in_them_opens_an_element() -> None:
    form = Small()
    form.validate()

    row = field_row(form.name, HOSTILE)

    assert note_ids(form.name, HOSTILE) == "name-hint name-wrong-1"
    assert 'aria-describedby="name-hint name-wrong-1" aria-invalid="true"' in row
    assert f'<label for="name">{ESCAPED}</label>' in row
    assert f'<span class="hint" id="name-hint">{ESCAPED}</span>' in row
    assert f'id="name-wrong-1"><span class="visually-hidden">Error: </span>{ESCAPED}</span>' in row
    assert "onclick='" not in row


def test_a_yes_or_no_stands_before_its_label_and_names_its_own_hint() -> None:
    row = tick_row(Small().ticked)

    assert row.index("<input") < row.index("<label")
    assert 'aria-describedby="ticked-hint"' in row
    assert ESCAPED in row


def test_a_hint_that_was_written_as_elements_stays_what_it_is() -> None:
    hint = Markup('<span lang="ur">x</span>')

    assert notes(Small().plain, hint) == f'<span class="hint" id="plain-hint">{hint}</span>'
