"""The annexes of a pleading with their letters, which follow one another without a gap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from string import ascii_uppercase

from tracker.domain.base.messages import Message
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.request.approved import Approved
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.block import ReportedFact, publication
from tracker.domain.law.law import Law
from tracker.domain.words.letter import LetterTable
from tracker.domain.words.pleading import (
    AnnexGroup,
    LetteredAnnex,
    PleadingPart,
    PleadingRow,
)
from tracker.services.core.i18n import Locale
from tracker.services.letters.chronology import SAID_SINCE, paper_name
from tracker.services.letters.paper_dates import day_of_paper, number_of_paper
from tracker.services.letters.pleading.source import PleadingSource

COUNT_KEY = "count"
AUTHORITY_KEY = "authority"
# How the keys of reports and of decisions begin.
REPORT_PREFIX, DECISION_PREFIX = "fact-", "decision-"
VACANCY_KEY = f"{REPORT_PREFIX}vacancy"
_GROUPS: dict[type, AnnexGroup] = {
    Approved: AnnexGroup.REQUEST,
    Sent: AnnexGroup.REQUEST,
    Resent: AnnexGroup.REQUEST,
    Received: AnnexGroup.RECEIPT,
    Acknowledged: AnnexGroup.RECEIPT,
    AppealFiled: AnnexGroup.EARLIER_REMEDIES,
    Decided: AnnexGroup.EARLIER_REMEDIES,
}
# Annexes that no entry has: their group, and what the list calls them.
COUNT_TITLE = Message("Count of time")
AUTHORITY_TITLE = Message("Authority to act for the person on whose behalf the request was made")
# From this number on the list of a letter is set small.
_MANY_ANNEXES = 8


def annex_key(entry: Entry) -> str:
    """Return the key by which rows refer to the document of an entry."""
    return f"entry-{entry.seq}"


def report_key(fact: ReportedFact, facts: Sequence[ReportedFact]) -> str:
    """Return the key by which rows refer to the report of a fact; facts may share a report."""
    first = next(each for each in facts if each.source.where == fact.source.where)
    return f"{REPORT_PREFIX}{first.key}"


def decision_key(authority: str) -> str:
    """Return the key by which rows refer to the copy of a decision."""
    return f"{DECISION_PREFIX}{authority}"


def annexes_of(source: PleadingSource) -> Iterator[LetteredAnnex]:
    """Yield the documents of the history, in the groups that the pleading gives them, each with
    the number and the date that it bears where they are known."""
    for entry in source.annexed:
        group = _GROUPS.get(type(entry.event), AnnexGroup.RESPONSES)
        yield _annex(entry, group, source.details_of(entry), source.law, source.locale)


def _annex(
    entry: Entry,
    group: AnnexGroup,
    details: PaperDetails,
    law: Law,
    locale: Locale,
    *,
    as_logged: bool = True,
) -> LetteredAnnex:
    # The kind of reply that was logged may not be that of a document sent after the filing.
    title = paper_name(entry.event, law, locale)
    if isinstance(entry.event, Reply) and not as_logged:
        title = locale.say(DocumentReceived.document)
    if details.number:
        title = locale.say(
            "{what} {number}", what=title, number=number_of_paper(entry.event, details, locale)
        )
    day = day_of_paper(entry.event, details, law, locale)
    return LetteredAnnex(annex_key(entry), group, title, day, entry.seq)


def later_annexes(
    entries: Sequence[Entry],
    filed: Entry | None,
    details: Mapping[int, PaperDetails],
    law: Law,
    locale: Locale,
    *,
    as_logged: bool = False,
) -> tuple[LetteredAnnex, ...]:
    """Return the documents that are newer than a pleading, as a series of their own.

    Those of the body come first, which a rejoinder annexes by the same marks. Of the entry `filed`
    there is the proof only, as its document is the pleading. A reply is called a document,
    or by its kind if `as_logged`.
    """
    found = []
    since = filed.seq if filed else 0
    first = [e for e in entries if isinstance(e.event, SAID_SINCE) and e.seq > since]
    for entry in (*first, *(each for each in entries if each not in first)):
        known = details.get(entry.seq, NO_DETAILS)
        annex = _annex(entry, AnnexGroup.LATER, known, law, locale, as_logged=as_logged)
        if entry == filed:
            annex = replace(annex, title=locale.say("Proof of filing"))
        found.append(annex)
    return tuple(replace(each, letter=f"R-{n}") for n, each in enumerate(found, start=1))


def of_the_pleading(
    source: PleadingSource,
    facts: Sequence[ReportedFact],
    others: Sequence[LetteredAnnex],
    decisions: Sequence[str],
) -> tuple[LetteredAnnex, ...]:
    """Return every annex of a pleading, lettered; `others` are reports of other facts."""
    say = source.say
    found = list(annexes_of(source))
    found.append(LetteredAnnex(COUNT_KEY, AnnexGroup.COUNT, say(COUNT_TITLE), ""))
    for fact in facts:
        where = publication(source.block.reports_of(fact))
        title = say("Report: {where}", where=source.locale.together(where))
        if report_key(fact, facts) == report_key(fact, [fact]):
            found.append(LetteredAnnex(report_key(fact, facts), AnnexGroup.REPORTS, title, ""))
    found += others
    if source.drafted.eligibility == "for-a-citizen":
        found.append(LetteredAnnex(AUTHORITY_KEY, AnnexGroup.AUTHORITY, say(AUTHORITY_TITLE), ""))
    found += _decisions(source, decisions)
    return lettered(found)


def decisions_of(
    source: PleadingSource, parts: Mapping[PleadingPart, Sequence[PleadingRow]]
) -> tuple[LetteredAnnex, ...]:
    """Return the annexes for the decisions on which the rows of these parts rest, each once."""
    rows = (row for each in parts.values() for row in each)
    cited = dict.fromkeys(key for row in rows for key in row.rests_on.authorities)
    return tuple(_decisions(source, tuple(cited)))


def _decisions(source: PleadingSource, keys: Sequence[str]) -> Iterator[LetteredAnnex]:
    for key in keys:
        cite = source.locale.together(source.text(source.printable[key].cite))
        yield LetteredAnnex(decision_key(key), AnnexGroup.DECISIONS, cite, "")


def lettered(annexes: Sequence[LetteredAnnex]) -> tuple[LetteredAnnex, ...]:
    """Return annexes with their letters in order: A for the first group, numbered if it has
    several."""
    groups = [group for group in AnnexGroup if any(each.group is group for each in annexes)]
    return tuple(
        replace(each, letter=f"{letter}-{n}" if len(within) > 1 else letter)
        for letter, group in zip(ascii_uppercase, groups, strict=False)
        for within in [[each for each in annexes if each.group is group]]
        for n, each in enumerate(within, start=1)
    )


def annex_table(annexes: Sequence[LetteredAnnex], locale: Locale) -> LetterTable:
    """Return the list of annexes of a pleading, each with its date where it has one."""
    say = locale.say
    rows = tuple(
        (each.letter, locale.listed([said for said in (each.title, each.day) if said]))
        for each in annexes
    )
    return LetterTable((say("Annex"), say("Document")), rows)


def annex_list(annexes: Sequence[LetteredAnnex], locale: Locale) -> LetterTable:
    """Return the list of annexes as a letter ends with it, a long one small and in two columns."""
    many = len(annexes) >= _MANY_ANNEXES
    return replace(annex_table(annexes, locale), small=many, beside=many)
