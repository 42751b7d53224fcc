"""The rules of a forum on bundles, as far as they were read: the order, and the evidence."""

from tracker.domain.law.bundle import BundleOrder, EvidenceRule
from tracker.domain.law.forums import forum_of
from tracker.domain.law.law import Law, ReadIn

# A certificate cites no rule that was read only in a report, in a translation or not at all.
_READ = frozenset({ReadIn.OFFICIAL_TEXT, ReadIn.OFFICIAL_COPY, ReadIn.QUOTED})


def bundle_order(law: Law, stage: str) -> BundleOrder:
    """Return the documents for the forum of a remedy in order: that of the forum if its rules
    were read, otherwise the program's own."""
    forum = forum_of(law, stage)
    if forum.bundle:
        return BundleOrder(forum.bundle, forum.bundle_sources)
    return BundleOrder(law.bundle)


def evidence_rules(law: Law, stage: str) -> tuple[EvidenceRule, ...]:
    """Return the rules on electronic evidence whose words were read for the forum of a remedy."""
    rules = forum_of(law, stage).evidence
    return tuple(each for each in rules if law.weakest(each.sources) in _READ)
