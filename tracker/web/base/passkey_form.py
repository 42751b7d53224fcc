"""The fields of a form that a passkey answers."""

from wtforms import HiddenField

from tracker.web.base.forms import PageForm


class UnshownField(HiddenField):
    """A hidden field whose value no page shows again."""

    def _value(self) -> str:
        return ""


class PasskeyForm(PageForm):
    """The answer of a passkey and what its PRF gave, filled in by the script of the page.

    PASSKEY_SECRET is the name of the latter: `carried_fields` leaves it out.
    """

    answer = HiddenField(render_kw={"data-answer": ""})
    passkey_secret = UnshownField(render_kw={"data-secret": "", "autocomplete": "off"})

    @property
    def prf(self) -> str:
        """Return what the passkey's PRF gave, in base64url; empty if nothing."""
        return str(self.passkey_secret.data or "")
