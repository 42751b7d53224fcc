"""The capacity of the applicant, asked once for each law of several drafts."""

from collections.abc import Mapping, Sequence

from wtforms import FieldList, Form, FormField, HiddenField, RadioField

from tracker.domain.law.law import Law
from tracker.web.base.language import lazy_gettext, page_locale
from tracker.web.desk.base.offering import capacities


class LawCapacityForm(Form):
    """The capacity of the applicant under one law."""

    law = HiddenField()
    eligibility = RadioField(
        lazy_gettext("Capacity of the applicant"), validate_choice=False, default=""
    )


class CapacitiesForm(Form):
    """The capacity under each law that lists capacities. Each law has its own list."""

    capacities = FieldList(FormField(LawCapacityForm), lazy_gettext("Capacities by law"))

    def offer_capacities(self, laws: Sequence[Law]) -> None:
        """Ask for the capacity under each of these laws that lists capacities, but not for a
        petition, which anyone may send."""
        typed = self.typed_capacities()
        while len(self.capacities):
            self.capacities.pop_entry()
        for law in (law for law in laws if law.eligibility.kinds and not law.petition):
            chosen = typed.get(law.key, "")
            entry = self.capacities.append_entry({"law": law.key, "eligibility": chosen})
            field = entry.form.eligibility
            field.choices = list(capacities(law).items())
            field.label.text = page_locale().words(law.title)

    def typed_capacities(self) -> Mapping[str, str]:
        """Return the chosen capacity by law."""
        typed = {each.form.law.data: each.form.eligibility.data for each in self.capacities}
        return {key: chosen for key, chosen in typed.items() if key and chosen}
