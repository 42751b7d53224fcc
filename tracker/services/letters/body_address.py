"""The address of a public body in a letter: one that is known, or a blank with a copied one."""

from tracker.domain.base.messages import Message
from tracker.domain.law.body import PublicBody
from tracker.services.core.i18n import Locale

# In square brackets, as everything that a letter may not be sent with.
_TO_CONFIRM = Message("[Confirm this address before sending: {address}]")


def body_address(body: PublicBody, locale: Locale) -> str:
    """Return the lines of the address of a body, empty if none is known.

    An address that others copied is a blank to fill in: a person confirms it first.
    """
    copied = body.unconfirmed_address
    if copied is None:
        return "\n".join(body.address)
    return locale.say(_TO_CONFIRM, address=locale.together(", ".join(copied.lines)))
