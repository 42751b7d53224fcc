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
        """Ask for the capacity under each of these laws that lists capacities."""
        known = {law.key: law for law in laws if law.eligibility.kinds}
        typed = self.typed_capacities()
        while len(self.capacities):
            self.capacities.pop_entry()
        for key, law in known.items():
            entry = self.capacities.append_entry({"law": key, "eligibility": typed.get(key, "")})
            entry.form.law.data = key
            field = entry.form.eligibility
            field.data = typed.get(key, "")
            field.choices = list(capacities(law).items())
            field.label.text = page_locale().words(law.title)

    def typed_capacities(self) -> Mapping[str, str]:
        """Return the chosen capacity by law."""
        found = {}
        for entry in self.capacities:
            key, chosen = entry.form.law.data or "", entry.form.eligibility.data or ""
            if key and chosen:
                found[key] = chosen
        return found
