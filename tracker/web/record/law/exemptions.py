"""The exemptions of a law as rows: what each covers, its test, the public interest, its end."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.law.exemption_terms import (
    ExemptionEffect,
    ExemptionTerms,
    HarmKind,
    PublicInterest,
)
from tracker.domain.law.law import Law
from tracker.domain.law.pleas import Exemption
from tracker.services.core.i18n import Locale
from tracker.web.base.language import gettext, lazy_gettext, ngettext
from tracker.web.record.law.stages import Footing, footing

_EFFECTS = {
    ExemptionEffect.MUST_REFUSE: lazy_gettext("must be refused"),
    ExemptionEffect.MAY_REFUSE: lazy_gettext("may be refused"),
    ExemptionEffect.NO_DUTY: lazy_gettext("no duty to disclose"),
    ExemptionEffect.MAY_DELAY: lazy_gettext("may be delayed"),
    ExemptionEffect.OUTSIDE: lazy_gettext("outside the law"),
    ExemptionEffect.NOT_ANSWERED: lazy_gettext("the request need not be answered"),
}
_TESTS = {
    HarmKind.CLASS: lazy_gettext("None: the kind of information is enough"),
    HarmKind.HARM: lazy_gettext("Harm"),
    HarmKind.SERIOUS_HARM: lazy_gettext("Serious harm"),
    HarmKind.CONDITION: lazy_gettext("Condition"),
    HarmKind.WEIGHING: lazy_gettext("Interests are weighed"),
}


@dataclass(frozen=True, slots=True)
class ExemptionShown:
    """An exemption with its terms in words, and how it was read."""

    exemption: Exemption
    effect: str
    test: str
    interest: str
    years: str
    approval: Footing | None
    footing: Footing


def exemptions_shown(law: Law, locale: Locale) -> Iterator[ExemptionShown]:
    """Yield the exemptions of a law, with their terms in words."""
    for each in law.exemptions:
        terms = each.terms
        ends, approval = terms.ends, terms.approval
        yield ExemptionShown(
            exemption=each,
            effect=str(_EFFECTS[terms.effect]) if terms.effect else "",
            test=str(_TESTS[terms.test.kind]) if terms.test else gettext("Not known"),
            interest=_interest(law, terms, locale),
            years=_years(ends.years) if ends and ends.years else "",
            approval=footing(law, approval.sources, locale) if approval else None,
            footing=footing(law, each.sources, locale),
        )


def outweighed(law: Law) -> str:
    """Return how many exemptions of a law the public interest can outweigh, at least in part, of
    all; empty if it is known of none."""
    known = [each.terms for each in law.exemptions if each.terms.interest]
    if not known:
        return ""
    number = sum(bool(terms.override) for terms in known)
    return gettext("{number} of {all}", number=number, all=len(law.exemptions))


def _interest(law: Law, terms: ExemptionTerms, locale: Locale) -> str:
    """Return whether the public interest can outweigh a clause, and where the law says so."""
    section = footing(law, terms.override, locale).section
    match terms.interest:
        case PublicInterest.QUALIFIED:
            return gettext("Can outweigh it ({section})", section=section)
        case PublicInterest.PARTLY:
            return gettext("Can outweigh a part of it ({section})", section=section)
        case PublicInterest.ABSOLUTE:
            return gettext("Not weighed")
    if terms.effect is ExemptionEffect.NOT_ANSWERED:
        return gettext("Not applicable")
    if terms.weighed_inside:
        return gettext("Weighed within the clause")
    return gettext("Not known")


def _years(years: int) -> str:
    return ngettext("After {number} year", "After {number} years", years)
