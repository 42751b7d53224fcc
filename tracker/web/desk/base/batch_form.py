"""The form for an act on every letter of a batch."""

from collections.abc import Mapping

from tracker.domain.base.errors import Refusal, SomeRefused
from tracker.web.base.forms import PageForm
from tracker.web.base.language import refused


class BatchForm(PageForm):
    """An act on every letter of a batch, with the reason of each letter that is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.why: Mapping[str, str] = {}

    def refuse(self, refusal: Refusal) -> None:
        """Show that some are refused, with the reason of each."""
        super().refuse(refusal)
        if isinstance(refusal, SomeRefused):
            self.why = {key: refused(why) for key, why in refusal.why.items()}
