"""The fields about one order for a block, in the form of a block."""

from collections.abc import Iterable, Iterator, Sequence

from wtforms import Field, FormField, SelectField

from tracker.domain.law.law import ReadIn
from tracker.services.office_data.made_entries import NOBODY_NAMED, OrderedBy
from tracker.services.office_data.read_sources import ReadSource
from tracker.web.base.forms import DayField
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.desk.office_data.sourced_forms import (
    PartOfForm,
    long_text,
    short_line,
    typed_lines,
)

MOST_ORDERS = 12


class OrderForm(PartOfForm):
    """Who ordered a block, as the sources of this order say."""

    orderer = SelectField(lazy_gettext("Who ordered it"), default="")
    name = short_line(
        lazy_gettext("Name, if it is not in the list"),
        hint=lazy_gettext("Name only someone whom a source names."),
    )
    says = long_text(lazy_gettext("What the source says about the order"))
    on = DayField(lazy_gettext("Date of the order"), optional=True)
    sources = long_text(
        lazy_gettext("Sources that name who ordered it"),
        hint=lazy_gettext(
            "One on each line, with its full https:// address. We name nobody without a source."
        ),
    )

    def offer(self, bodies: Sequence[tuple[str, str]]) -> None:
        """Offer these bodies as those that may have ordered the block."""
        self.orderer.choices = [("", gettext("Not known, or not in the list")), *bodies]

    def typed(self, read_in: ReadIn) -> OrderedBy | None:
        """Return the order, with its sources read in `read_in`; None if nobody is named."""
        body, name = self.orderer.data or "", self.name.data or ""
        if not (body or name):
            return None
        source = ReadSource(typed_lines(self.sources.data), read_in)
        return OrderedBy(body, name, self.says.data or "", self.on.data, source)

    def faults(self) -> Iterator[tuple[Field, str]]:
        """Yield each field that does not fit the others of the order, with the reason."""
        if self.orderer.data and self.name.data:
            said = gettext("Select who ordered it or enter a name, not both.")
            yield self.name, said
        if self.orderer.data or self.name.data:
            if not self.says.data:
                yield self.says, gettext("Say what the source says about the order.")
            if not self.sources.data:
                yield self.sources, gettext("Enter at least one source.")
        elif self.says.data or self.on.data or self.sources.data:
            yield self.orderer, gettext(NOBODY_NAMED)


def faults_of_same(orders: "Iterable[FormField[OrderForm]]") -> Iterator[tuple[Field, str]]:
    """Yield the field of each order that repeats one before it, with the reason."""
    seen: list[dict[str, object]] = []
    for each in orders:
        if each.form.filled and each.data in seen:
            yield each.form.orderer, gettext("This order is entered twice.")
        seen.append(each.data)
