"""The facts of letters between request and remedy: extensions, fees and replies."""

from collections.abc import Iterator, Mapping

from tracker.domain.base.errors import BadInput
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.case.request import Recipient
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.block import Block
from tracker.domain.law.forums import grants_by_silence
from tracker.domain.law.law import Law
from tracker.domain.law.limits import Extension
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.readings import was_read
from tracker.domain.library import Library
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import SENT_HOW, block_words
from tracker.services.letters.appeal_words import called, without_repetition
from tracker.services.letters.grounds_of_appeal import Pleaded, fell_silent, none_given
from tracker.services.letters.paper_dates import identified_by
from tracker.services.letters.remedies import RemedyPlace


def named_values(
    library: Library,
    law: Law,
    drafted: Drafted,
    respondent: str,
    recipient: Recipient,
    locale: Locale,
    first: bool,
) -> dict[str, str]:
    """Return the names of the bodies, the law and the block; those of `recipient` come first.

    A letter after the `first` one to the body that was asked has the address that was typed for
    it. The post that answers requests is not the office that takes another letter.
    """
    if not first:
        asked = respondent == drafted.body
        recipient = Recipient(address=recipient.address) if asked else Recipient()
    lang, body, block = locale.language, library.body(respondent), library.block(drafted.block)
    named = block_words(block, locale)
    to, name = recipient.post or body.address_to.in_language(lang), body.name.in_language(lang)
    address = recipient.address or "\n".join(body.address)
    return {
        "body_to": to,
        "body_name": name,
        "body_mention": body.mention.in_language(lang),
        "body_address": without_repetition(address, to, name),
        "asked_mention": library.body_mention(drafted.body, lang),
        "law_mention": law.mention.in_language(lang),
        "law_cited": law.named(lang, in_sentence=True),
        "service": _service_where(block, named.where, lang),
        "block_title": named.title,
        "request_subject": named.title,
        "block_mention": named.mention,
        "eligibility": eligibility_words(law, drafted.eligibility, lang),
    }


def _service_where(block: Block, where: str, language: str) -> str:
    """Return the service as a subject line names it. Networks have no name that says where."""
    service = block.service.in_language(language)
    return f"{service} ({where})" if block.of_networks else service


def later_values(
    case_status: CaseStatus, law: Law, locale: Locale, details: Mapping[int, PaperDetails]
) -> dict[str, str]:
    """Return the days and documents since the request, empty where there are none."""
    now = case_status.case_state
    sent = now.sent[0].event if now.sent else None
    received = now.received.event if now.received else None
    channel = getattr(sent, "channel", None)
    reply = case_status.awaited[0].ordinary if case_status.awaited else None
    return {
        "sent_on": f"{locale.day_span(sent.on):on}" if sent else "",
        "sent_of": f"{locale.day_span(sent.on):of}" if sent else "",
        "sent_by": locale.say(SENT_HOW[channel.value]) if channel else "",
        "received_on": f"{locale.day_span(received.on):on}" if received else "",
        "reply_due": locale.span(reply.earliest, reply.latest) if reply else "",
        **_step_values(case_status, law, locale, details),
    }


def _step_values(
    case_status: CaseStatus, law: Law, locale: Locale, details: Mapping[int, PaperDetails]
) -> dict[str, str]:
    """Return the documents and sections that these letters name, empty where there are none."""

    def which(entry: Entry | None) -> str:
        if entry is None:
            return ""
        return identified_by(entry.event, details.get(entry.seq, NO_DETAILS), law, locale)

    now, lang = case_status.case_state, locale.language
    extension = _extension(now, law)
    fee = now.all(FeeNoticed.kind)
    return {
        "extended_of": which(now.extension),
        "extension_section": law.cite(extension.sources, lang) if extension else "",
        "extension_ground": _ground_named(now, extension, locale),
        "fee_of": which(fee[-1] if fee else None),
        "replied_of": which(now.replies[-1] if now.replies else None),
    }


def eligibility_words(law: Law, key: str, language: str) -> str:
    """Return the sentence on who may ask; empty if the law has none for this kind, or if none of
    its provisions was read. A petition says what it is, and rests on no provision."""
    known = law.petition or was_read(law, law.eligibility.sources)
    words = law.eligibility.kinds.get(key) if known else None
    return words.in_language(language) if words else ""


def silence_at(case_status: CaseStatus, place: RemedyPlace) -> FellSilent:
    """Return the non-response of an appeal body at a place. Raises BadInput if there is none."""
    for each in case_status.case_state.undecided_in_time():
        if (each.stage, each.opening) == place:
            return each
    raise BadInput("No decision deadline has passed there. Choose another letter.")


def undecided_values(
    case_status: CaseStatus, law: Law, lapse: FellSilent | None, locale: Locale
) -> dict[str, str]:
    """Return the values of a notice about a filing that was not decided in time."""
    appeals = case_status.case_state.appeals
    filed = next((e for e in appeals if lapse and e.seq == lapse.opening), None)
    if lapse is None or filed is None:
        return {"decision_due": ""}
    stage = law.stage(str(getattr(filed.event, "stage", lapse.stage)))
    return {
        "filed_on": f"{locale.day_span(filed.event.on):on}",
        "filing": called(stage, locale)[1],
        "decision_due": locale.span(lapse.earliest, lapse.latest),
    }


def extension_grounds(case_status: CaseStatus, law: Law, locale: Locale) -> tuple[str, ...]:
    """Return the grounds on which the law allows an extension."""
    extension = _extension(case_status.case_state, law)
    grounds = extension.grounds if extension else ()
    return tuple(ground.says.in_language(locale.language) for ground in grounds)


def flags_of(case_status: CaseStatus, law: Law, pleaded: Pleaded, *, annexes: bool) -> set[str]:
    """Return the flags of a letter that follow from what it may plead and from what was given."""
    flags = {each.value for each in pleaded}
    if case_status.case_state.replies:
        # A late reply is a reply, so the letter must not say that none came.
        flags.discard(Circumstance.SILENCE.value)
        flags |= {"answered-late"} if fell_silent(case_status, law) else set()
    elif not law.petition and fell_silent(case_status, law):
        flags |= {"granted-by-silence"} if grants_by_silence(law.first_stage()) else set()
    flags |= {"none-given"} if none_given(case_status) else set()
    flags |= {"has-annexes"} if annexes else set()
    flags |= {"petition"} if law.petition else set()
    return flags | {*_flags(case_status.case_state, law)}


def given(case_status: CaseStatus) -> tuple[str, ...]:
    """Return the items whose record some answer gave."""
    drafted = case_status.case_state.drafted
    known = {
        outcome.question
        for entry in case_status.case_state.replies
        if isinstance(entry.event, Reply)
        for outcome in entry.event.outcomes
        if outcome.gives_record
    }
    return tuple(q.words for q in (drafted.questions if drafted else ()) if q.key in known)


def _flags(now: CaseState, law: Law) -> Iterator[str]:
    notice, extension = now.extension, _extension(now, law)
    if notice is None:
        return
    claimed = notice.event
    grounds = extension.grounds if extension else ()
    if isinstance(claimed, ExtensionNoticed) and not claimed.ground and grounds:
        yield "no-ground-named"
    lapses = (entry.event for entry in now.lapses if isinstance(entry.event, MissedDeadline))
    if any(lapse.latest < claimed.on.earliest for lapse in lapses):
        yield "announced-late"


def _extension(now: CaseState, law: Law) -> Extension | None:
    """Return the law's extension rule for the stage that was extended, None if there is none."""
    claimed = now.extension.event if now.extension else None
    if isinstance(claimed, ExtensionNoticed):
        return law.stage(claimed.stage).extension
    return None


def _ground_named(now: CaseState, extension: Extension | None, locale: Locale) -> str:
    claimed = now.extension.event if now.extension else None
    if extension is None or not isinstance(claimed, ExtensionNoticed):
        return ""
    found = (g.says for g in extension.grounds if g.key == claimed.ground)
    return next((says.in_language(locale.language) for says in found), "")
