"""The fields about one reason that was given for a block, in the form of a block."""

from collections.abc import Iterator, Sequence

from wtforms import Field, SelectField

from tracker.domain.law.block import Setting
from tracker.domain.law.law import ReadIn
from tracker.services.office_data.read_sources import ReadSource
from tracker.services.office_data.reasons_given import ReasonGiven
from tracker.web.base.forms import DayField
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.desk.office_data.sourced_forms import (
    PartOfForm,
    long_text,
    short_line,
    typed_lines,
)
from tracker.web.record.words.wording import POWER_SETTINGS

MOST_REASONS = 12


class GivenReasonForm(PartOfForm):
    """Who gave a reason for a block, where and when, as the sources of this reason say."""

    speaker = SelectField(lazy_gettext("Who gave the reason"), default="")
    name = short_line(
        lazy_gettext("Name of the office, if it is not in the list"),
        hint=lazy_gettext("An office or a post, such as the Minister of Interior."),
    )
    setting = SelectField(lazy_gettext("Where it was said"), default="")
    on = DayField(lazy_gettext("Day on which it was said"), optional=True)
    says = long_text(
        lazy_gettext("What was said"),
        hint=lazy_gettext(
            "As the source reports it. Log a body’s answer to a request in that request."
        ),
    )
    sources = long_text(
        lazy_gettext("Sources that report it"),
        hint=lazy_gettext("One on each line, with its full https:// address."),
    )

    def offer(self, bodies: Sequence[tuple[str, str]]) -> None:
        """Offer these bodies as those that may have spoken."""
        self.speaker.choices = [("", gettext("Not in the list")), *bodies]
        known = [(each.value, str(words)) for each, words in POWER_SETTINGS.items()]
        self.setting.choices = [("", gettext("Select where")), *known]

    def typed(self, read_in: ReadIn) -> ReasonGiven | None:
        """Return the reason, with its sources read in `read_in`; None if it is not complete."""
        if not (self.setting.data and self.on.data and self.says.data):
            return None
        return ReasonGiven(
            self.speaker.data or "",
            self.name.data or "",
            Setting(self.setting.data),
            self.says.data,
            self.on.data,
            ReadSource(typed_lines(self.sources.data), read_in),
        )

    def faults(self) -> Iterator[tuple[Field, str]]:
        """Yield each field of a reason that is missing or does not fit, with the reason."""
        if not self.filled:
            return
        if self.speaker.data and self.name.data:
            yield self.name, gettext("Select who gave the reason or enter a name, not both.")
        if not (self.speaker.data or self.name.data):
            yield self.speaker, gettext("Select who gave the reason, or enter a name.")
        if not self.setting.data:
            yield self.setting, gettext("Select where it was said.")
        if not self.on.data and not self.on.errors:
            yield self.on, gettext("Enter the day on which it was said.")
        if not self.says.data:
            yield self.says, gettext("Enter what was said.")
        if not self.sources.data:
            yield self.sources, gettext("Enter at least one source.")
