"""The words of a remedy's letter about the remedy: addressee, cause and time limit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Cause
from tracker.domain.base.text import FULL_STOPS, at_start
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.history import Entry
from tracker.domain.case.pending_duties import PendingDuty, answering_body
from tracker.domain.case.request import Recipient
from tracker.domain.case.windows import Window
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.forums import forum_of, grants_by_silence
from tracker.domain.law.law import Law, RemedyKind, Stage
from tracker.domain.law.pleas import Forum
from tracker.domain.library import Library
from tracker.domain.words.pleading_edits import PleadingEdits
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import PARTIES
from tracker.services.letters.remedies import Remedy

# How a sentence names an office or a court, which the library names without an article.
WITH_ARTICLE = Message("the {name}")
_NOT_TYPED = Recipient()
# The rows of a letter and of a pleading in which a person names the office that takes it.
ADDRESSED_KEY, ADDRESSED_PARTY_KEY = "facts:addressed", "parties:addressed"
_IS_ADDRESSED = Message("It is addressed to {office}.")
# What a sentence adds to the office: why it is this one, or what is asked if it is another.
_ADDED = re.compile(
    r"(?:,?\s(?:with|to|at|by|before|whom|which)\s(?:which|whom|the Act)\b|"
    r",\s(?:whom?|which|as)\s|"
    r";\s(?:if|should|because|as|it|this|the (?:rules|decision|notice|law))\s).*",
    re.S,
)
# How a sentence of its own begins, with its verb. Nobody can tell the office from it.
_OWN_SENTENCE = re.compile(
    r"this\s|i\s(?:am|have|address|send|submit)\s|"
    r"(?:it|i|the (?:appeal|application|letter|request))\s"
    r"(?:is|goes|lies|was|has|should|shall|will|may|must|against)\s",
    re.I,
)
_APPEAL = Message("Appeal")
_ARTICLE, _JOINED = (
    re.compile(r"the\s", re.I),
    re.compile(r"[\s,،]+(?:(?:of|at|in)(?:\sthe)?)?\s*$"),
)
_END_OF_OFFICE = re.compile(r"[,،\n]")
# Words that do not say whom a line of an address names.
_SMALL_WORDS = frozenset({"the", "of", "for", "and", "at"})


@dataclass(frozen=True, slots=True)
class Plea:
    """One remedy, with everything that its letter is written from.

    `answering` are the later replies that a rejoinder answers; none in any other letter.
    """

    remedy: Remedy
    case_status: CaseStatus
    law: Law
    answering: tuple[Entry, ...] = ()

    @property
    def stage(self) -> str:
        """Return the stage of the remedy."""
        return self.remedy.opened.stage.key

    @property
    def by_silence(self) -> bool:
        """Return whether the remedy is against a non-response."""
        return self.remedy.opened.cause is Cause.SILENCE

    @property
    def opening(self) -> Entry:
        """Return the entry that opened it: a reply, a decision, or one not answered in time."""
        entries = self.case_status.case_state.entries
        return next(entry for entry in entries if entry.seq == self.remedy.opened.opening)

    @property
    def first(self) -> bool:
        """Return whether it is against the body's conduct, not against an earlier remedy."""
        return not isinstance(self.opening.event, AppealFiled | Decided)

    @property
    def silent(self) -> PendingDuty | None:
        """Return the stage in which nobody answered in time, None if it is against a decision."""
        opened = self.remedy.opened
        found = (
            awaited
            for awaited in self.case_status.awaited
            if self.by_silence
            and awaited.opening.seq == opened.opening
            and awaited.stage.key in opened.stage.opened_by_silence_of
        )
        return next(found, None)

    @property
    def granted_by_silence(self) -> bool:
        """Return whether the law itself gives access, because the body did not decide in time."""
        return self.first and self.silent is not None and grants_by_silence(self.silent.stage)

    def replies(self) -> tuple[Entry, ...]:
        """Return the replies that the remedy is against.

        After a non-response these are the late ones that open the same remedy, so that one filing
        covers both. A later remedy is about all replies, a rejoinder about those that it answers.
        """
        replies = self.case_status.case_state.replies
        if self.answering or not self.first:
            return self.answering or replies
        if self.by_silence:
            opens = frozenset(self.remedy.opened.stage.counts_from)
            return tuple(each for each in replies if opens & each.event.opens_as)
        return tuple(each for each in replies if each == self.opening)

    def replies_elsewhere(self) -> tuple[Entry, ...]:
        """Return the replies that came to a request whose non-response the remedy is against, if
        they open another remedy: nobody can say beside them that no decision came."""
        if not (self.first and self.by_silence) or self.replies():
            return ()
        return self.case_status.case_state.replies

    def respondent(self) -> str:
        """Return the key of the body that had to answer when the conduct at issue happened."""
        case_state = self.case_status.case_state
        if isinstance(self.opening.event, Reply):
            return case_state.answering_on(self.opening.event.on.latest)
        reply = self.law.first_stage().key
        lapses = (
            entry.event for entry in case_state.lapses if isinstance(entry.event, MissedDeadline)
        )
        bodies = [lapse.body for lapse in lapses if lapse.stage == reply]
        return bodies[-1] if bodies else answering_body(case_state, self.law)


def appeal_values(
    plea: Plea, library: Library, locale: Locale, own: Recipient, said: Mapping[str, str]
) -> dict[str, str]:
    """Return the values that the template of an appeal may use.

    A remedy to the body that was asked has the address that was typed for the request: `own`.
    `said` are the words that a person wrote in rows of its letter.
    """
    opened = plea.remedy.opened
    closes = opened.closes if isinstance(opened, Window) else None
    asked = plea.case_status.case_state.drafted
    own = own if asked and plea.remedy.to == asked.body else _NOT_TYPED
    lines = addressee(opened.stage, plea.remedy.to, library, locale, own)
    title = forum_of(plea.law, plea.stage).headed or opened.stage.title
    lines["remedy_title"] = title.in_language(locale.language)
    lines |= addressed_values(said, lines, plea.law, opened.stage, locale)
    return lines | {
        "remedy_section": plea.law.cite(closes.sources[:1], locale.language) if closes else "",
        **_parties(plea, locale),
    }


def filing_named(law: Law, key: str, locale: Locale) -> str:
    """Return the law's own word for the remedy of a stage, such as “appeal”."""
    if own := forum_of(law, key).filing:
        return own.in_language(locale.language)
    return called(law.stage(key), locale)[1]


def called(stage: Stage, locale: Locale) -> tuple[str, str]:
    """Return the law's words for the person who files a remedy, and for the remedy."""
    who, what = PARTIES[stage.remedy or RemedyKind.APPLICATION]
    return locale.say(who), locale.say(what)


def _parties(plea: Plea, locale: Locale) -> dict[str, str]:
    """Return the words for the person who files the remedy and for the remedy, and its date."""
    party, filing = called(plea.remedy.opened.stage, locale)
    own = forum_of(plea.law, plea.stage)
    if own.party:
        party = own.party.in_language(locale.language)
    if own.filing:
        filing = own.filing.in_language(locale.language)
    filed = plea.case_status.case_state.appealed(*plea.remedy.place)
    return {
        "party": party,
        "party_title": at_start(party),
        "filing": filing,
        "filed_on": f"{locale.short_span(filed.event.on):on}" if filed else "",
    }


def addressee(
    stage: Stage, to: str, library: Library, locale: Locale, own: Recipient = _NOT_TYPED
) -> dict[str, str]:
    """Return the address lines of a remedy, and the name of its forum in a sentence.

    `to` is empty for a court that the library does not have. The address of `own` comes before
    that of the library.
    """
    lang = locale.language
    if stage.court and not to:
        court = stage.court.in_language(lang)
        return _lines("", court, "") | _named(locale.say(WITH_ARTICLE, name=court))
    body = library.body(to)
    name, address = body.name.in_language(lang), own.address or "\n".join(body.address)
    named = _named(body.mention.in_language(lang))
    if stage.receiver:
        return _lines(body.address_to.in_language(lang), name, address) | named
    # A review goes to the body itself, not to its officer who answers requests.
    office = stage.office or body.review_to
    lines = _lines(office.in_language(lang) if office else "", name, address) | named
    if stage.office:
        called_by = locale.say(WITH_ARTICLE, name=stage.office.in_language(lang))
        lines["appeal_forum"] = locale.listed((called_by, name))
    return lines


def _lines(to: str, name: str, address: str) -> dict[str, str]:
    """Return the lines of an address. The addressee is left out if it repeats the body's name."""
    return {
        "appeal_body_to": "" if to.endswith(name) else to,
        "appeal_body_name": name,
        "appeal_body_address": without_repetition(address, to, name),
    }


def without_repetition(address: str, to: str, name: str) -> str:
    """Return an address without the lines that name the body again, and besides it nothing but
    the addressee: both stand above it in a letter."""
    return "\n".join(line for line in address.splitlines() if not _repeats(line, to, name))


def _repeats(line: str, to: str, name: str) -> bool:
    """Return whether a line names the body, and besides it nothing but the addressee."""
    said, of_body = _words_of(line), _words_of(name)
    return bool(of_body) and of_body <= said <= of_body | _words_of(to)


def _words_of(words: str) -> set[str]:
    return set(re.findall(r"\w+", words.casefold())) - _SMALL_WORDS


def _named(mention: str) -> dict[str, str]:
    return {"appeal_body_mention": mention, "appeal_forum": mention}


def cause(plea: Plea, locale: Locale) -> str:
    """Return a sentence that says what the remedy is against."""
    event, silent = plea.opening.event, plea.silent
    day = locale.short_span(event.on)
    if silent:
        ended = silent.ordinary
        last = locale.span(ended.earliest, ended.latest, weekday=False)
        if isinstance(event, AppealFiled):
            return locale.say(
                "No decision within the time limit on what was filed {day:on}: {what}. Last day "
                "of that time limit: {last}.",
                what=_title(plea.law, event.stage, locale),
                day=day,
                last=last,
            )
        return locale.say(
            "No decision was received within the time allowed. Last day of that time: {day}.",
            day=last,
        )
    if isinstance(event, Decided):
        what = _title(plea.law, event.stage, locale)
        return locale.say("Decision {day:of} on: {what}.", day=day, what=what)
    return locale.say("{what} {day:of}.", day=day, what=locale.say(event.document or event.label))


def _title(law: Law, stage: str, locale: Locale) -> str:
    return law.stage(stage).title.in_language(locale.language)


def _office_said(said: Mapping[str, str]) -> str | None:
    """Return the words of the row that names the office, None if nobody filled it in."""
    return next((said[key] for key in (ADDRESSED_KEY, ADDRESSED_PARTY_KEY) if key in said), None)


def with_sentence(edits: PleadingEdits, locale: Locale) -> PleadingEdits:
    """Return edits in which the office that a person typed stands in a sentence."""
    keys = (ADDRESSED_KEY, ADDRESSED_PARTY_KEY)
    rows = (
        replace(row, words=_sentence(row.words, locale)) if row.key in keys and row.words else row
        for row in edits.rows
    )
    return replace(edits, rows=tuple(rows))


def _sentence(words: str, locale: Locale) -> str:
    if _office(words, locale) or _OWN_SENTENCE.match(words.strip()):
        return words
    lines = (line.strip(" ,") for line in words.strip().rstrip(FULL_STOPS).splitlines())
    office = ", ".join(line for line in lines if line)
    return locale.say(_IS_ADDRESSED, office=office)


def addressed_values(
    said: Mapping[str, str], values: Mapping[str, str], law: Law, stage: Stage, locale: Locale
) -> dict[str, str]:
    """Return the address lines and the forum of a remedy to the office that a person named.

    `values` are those without it. They stay if nobody named an office, or if the words are those
    that the law offers. If they do not begin with the office, the head has only the name of the
    body. A pleading keeps the office that the law names as its forum.
    """
    words, offered = _office_said(said), forum_of(law, stage.key).addressed
    if words is None or (offered and words == offered.in_language(locale.language)):
        return {}
    name, office = values["appeal_body_name"], _office(words, locale)
    if not office:
        return {"appeal_body_to": "", "appeal_body_address": ""}
    statutory = stage.office.in_language(locale.language) if stage.office else ""
    by_letter = stage.by_letter
    of_law, office = _apart(office, statutory)
    before, found, place = office.partition(name)
    if found:
        before, longer = _whole_name(before)
        name = f"{longer}{name}"
    if not found:
        before, place = (*_END_OF_OFFICE.split(office, maxsplit=1), "")[:2]
    post = _JOINED.sub("", before)
    bare = at_start(_ARTICLE.sub("", post, count=1) if _ARTICLE.match(post) else post)
    kept = statutory if of_law or not by_letter else ""
    to = locale.listed([each for each in (kept, bare) if each])
    address = place.strip(" ,،\r\n") or values["appeal_body_address"]
    lines = {"appeal_body_to": to, "appeal_body_address": address}
    if found and name != values["appeal_body_name"]:
        lines["appeal_body_name"] = name
    if by_letter and post:
        # Without the name of the body in the words, the office may be one of another body.
        lines["appeal_forum"] = locale.listed((post, name)) if found else post
    if by_letter and not of_law:
        lines["remedy_title"] = _title_of(words, forum_of(law, stage.key), locale)
    return lines


def _whole_name(before: str) -> tuple[str, str]:
    """Return the words before the name of a body in two parts: those before its name, and those
    that begin it, as in “Office of Appeals, United States Department of Justice”."""
    cut = max(before.rfind(sign) for sign in ",،\n") + 1
    own = before[cut:].strip()
    if not before[:cut].strip() or not own or _JOINED.fullmatch(f" {own}"):
        return before, ""
    return before[:cut], f"{own} "


def _title_of(words: str, forum: Forum, locale: Locale) -> str:
    """Return the title of a remedy that goes to another office than the one in its own title: as
    the decision calls it, if a person wrote that."""
    also = forum.called_also.in_language(locale.language) if forum.called_also else ""
    if also and also.casefold() in words.casefold():
        return at_start(also)
    own = forum.headed or forum.filing
    return at_start(own.in_language(locale.language) if own else locale.say(_APPEAL))


def _office(words: str, locale: Locale) -> str:
    """Return the office that a sentence names; empty if nobody can tell it from the sentence."""
    before, _, after = locale.say(_IS_ADDRESSED, office="|").partition("|")
    after, said = after.rstrip(FULL_STOPS), words.strip().rstrip(FULL_STOPS)
    if not (said.startswith(before) and said.endswith(after)):
        return ""
    office = said.removeprefix(before).removesuffix(after)
    return _ADDED.sub("", office).strip().rstrip(FULL_STOPS)


def _apart(office: str, statutory: str) -> tuple[bool, str]:
    """Return whether words begin with the office that the law names, and the words after it."""
    bare = _ARTICLE.sub("", office, count=1) if _ARTICLE.match(office) else office
    if statutory and bare.casefold().startswith(f"{statutory.casefold()},"):
        return True, bare[len(statutory) :].lstrip(" ,")
    return False, office
