"""Templates are compiled once for each language."""

from flask import Flask

from tracker.services.core.speaking import Speech
from tracker.web.base.templates import PageTemplates

PAGE = """{% trans %}Go on{% endtrans %}, {{ _("half & half, 50%%") }}, {{ _("Not known") }}"""


def never(*asked: object) -> str:
    """What looks up a sentence while a page is made."""
    raise AssertionError(asked)


def test_a_sentence_without_values_is_text_of_the_template_in_each_language() -> None:
    app = Flask(__name__)
    templates = PageTemplates(app, extensions=["jinja2.ext.i18n"], autoescape=True)
    templates.install_gettext_callables(never, never, newstyle=True)  # type: ignore[attr-defined]
    words = {"Go on": "Weiter", "half & half, 50%%": "halb <b>&amp;</b> halb, 50%%"}

    one = templates.spoken_in(Speech("de", words)).from_string(PAGE)
    other = templates.spoken_in(Speech("en", {})).from_string(PAGE)

    assert one.render() == "Weiter, halb <b>&amp;</b> halb, 50%, Not known"
    assert other.render() == "Go on, half & half, 50%, Not known"
