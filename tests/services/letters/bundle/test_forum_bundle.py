"""A bundle follows the rules of its forum that were read, and says what is the program’s own."""

from dataclasses import replace

import pytest

from tests.offices import the_library
from tracker.domain.base.text import Text
from tracker.domain.law.bundle import BundleOrder, BundlePart, EvidenceRule
from tracker.domain.law.forums import forum_of
from tracker.domain.law.law import Law, ReadIn
from tracker.services.letters.bundle.forum_bundle import bundle_order, evidence_rules

SHORT = (BundlePart.INDEX, BundlePart.PLEADING, BundlePart.AFFIDAVIT, BundlePart.ANNEXES)


@pytest.fixture
def law() -> Law:
    return the_library().law("pk-raia-2017")


def test_the_commission_and_the_high_court_can_want_different_orders(law: Law) -> None:
    forums = tuple(
        replace(each, bundle=SHORT, bundle_sources=("s17-1",)) if each.stage == "court" else each
        for each in law.forums
    )
    changed = replace(law, forums=forums)

    assert bundle_order(changed, "court") == BundleOrder(SHORT, ("s17-1",))
    assert bundle_order(changed, "appeal") == BundleOrder(law.bundle)


def test_no_file_names_an_order_of_a_forum_without_the_rule_that_was_read() -> None:
    for law in the_library().laws.values():
        for forum in law.forums:
            assert bool(forum.bundle) == bool(forum.bundle_sources), (law.key, forum.stage)
            assert not forum.bundle or BundlePart.PLEADING in forum.bundle


def test_the_rules_of_evidence_of_a_court_are_not_said_to_bind_the_commission(law: Law) -> None:
    """Article 1 of the Order of 1984, on where it applies, was not read."""
    cited = {
        stage: {key for rule in evidence_rules(law, stage) for key in rule.sources}
        for stage in ("appeal", "court")
    }
    assert cited["appeal"] == {"eto-s3", "eto-s5"}
    assert cited["court"] == {"eto-s3", "eto-s5", "qso-art73-3", "qso-art78-a"}


@pytest.mark.parametrize("read_in", [ReadIn.MEMORY, ReadIn.SECONDARY, ReadIn.TRANSLATION])
def test_a_rule_whose_words_were_not_read_is_not_cited(law: Law, read_in: ReadIn) -> None:
    provision = law.provisions["eto-s3"]
    unread = replace(provision, source=replace(provision.source, read_in=read_in))
    rule = EvidenceRule(Text({"en": "A printout is evidence."}), ("eto-s3",))
    forums = (replace(law.forums[0], evidence=(rule,)),)
    of_memory = replace(law, forums=forums, provisions={**law.provisions, "eto-s3": unread})

    assert evidence_rules(replace(law, forums=forums), forums[0].stage) == (rule,)
    assert not evidence_rules(of_memory, forums[0].stage)


def test_every_rule_on_evidence_in_the_library_can_be_cited() -> None:
    for law in the_library().laws.values():
        for forum in law.forums:
            assert evidence_rules(law, forum.stage) == forum.evidence, (law.key, forum.stage)


def test_what_a_commission_wants_filed_with_an_appeal_has_its_source() -> None:
    """From the page of the Indian Commission on second appeals and from the Sri Lankan Rules."""
    library = the_library()
    for key, word in (("in-rti-2005", "authenticates"), ("lk-rti-2016", "in duplicate")):
        (found,) = forum_of(library.law(key), "second-appeal").wants
        assert word in found.says.in_language("en")
        assert library.law(key).cite(found.sources, "en")
    assert forum_of(library.law("pk-raia-2017"), "appeal").wants == ()
