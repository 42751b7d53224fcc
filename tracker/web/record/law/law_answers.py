"""The answers of a law to the first questions of a requester, in few words.

Each is a fact of the library; what the library does not have is said not to be known.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from tracker.domain.law.law import Law, SilenceMeans, Stage
from tracker.domain.law.limits import Extension, RunsFrom
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.explaining import said_length
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.language import gettext, lazy_gettext, worded
from tracker.web.record.law.law_run import limit_now
from tracker.web.record.words.list_answers import commonest, numbered

_SILENCE = {
    SilenceMeans.APPEALABLE: lazy_gettext("Can be appealed"),
    SilenceMeans.DEEMED_REFUSAL: lazy_gettext("Counts as a refusal"),
    SilenceMeans.DEEMED_GRANT: lazy_gettext("Counts as a grant"),
    SilenceMeans.NOTHING_STATED: lazy_gettext("Nothing stated"),
    SilenceMeans.NOT_READ: lazy_gettext("Not read"),
}


def law_answers(law: Law, today: date, locale: Locale) -> tuple[CardAnswer, ...]:
    """Return the answers of a law, for an event of today: the time to answer, what silence means,
    the time to appeal, and the time of the decision.

    Of several remedies it is the first with a time limit.
    """
    reply = law.first_stage()
    remedies = [stage for stage in _after(law, reply) if stage.remedy]
    timed = (stage for stage in remedies if limit_now(stage, today))
    remedy = next(timed, next(iter(remedies), None))
    ruling = next((stage for stage in _after(law, remedy) if not stage.remedy), None)
    return (
        _timed(gettext("Time to answer"), law, reply, today, _longer(reply, locale), locale),
        _silence(law, reply, locale),
        _timed(gettext("Time to appeal"), law, remedy, today, _title(remedy), locale),
        _timed(gettext("Time to decide the appeal"), law, ruling, today, _title(ruling), locale),
    )


def all_laws_answers(laws: Sequence[Sequence[CardAnswer]]) -> tuple[CardAnswer, ...]:
    """Return how many laws there are and, for the first three questions, how many of them give
    each of the commonest answers."""
    unverified = sum(not any(each.verified for each in answers) for answers in laws)
    unknown = {gettext("No number known"), gettext("Not known"), gettext("Not read")}
    doubt = numbered({gettext("not verified"): unverified}) if unverified else ""
    return (
        CardAnswer(gettext("How many?"), str(len(laws)), doubt),
        *(
            commonest(given[0].question, Counter(each.answer for each in given).items(), unknown)
            for given in list(zip(*laws, strict=True))[:3]
        ),
    )


def _after(law: Law, stage: Stage | None) -> Iterator[Stage]:
    """Yield the stages that a stage leads to or whose way its silence opens, in order."""
    for each in law.stages.values():
        if stage and (each.key in stage.leads_to or stage.key in each.opened_by_silence_of):
            yield each


def _timed(
    question: str, law: Law, stage: Stage | None, today: date, more: str, locale: Locale
) -> CardAnswer:
    limit = limit_now(stage, today) if stage else None
    if limit is None:
        return CardAnswer(question, gettext("No number known"), more)
    length = said_length(limit.length, limit.unit, locale)
    return CardAnswer(question, length, more, verified=law.weakest(limit.sources).verified)


def _title(stage: Stage | None) -> str:
    return worded(stage.title) if stage else ""


def _silence(law: Law, reply: Stage, locale: Locale) -> CardAnswer:
    question = gettext("No response means")
    if reply.silence is None:
        return CardAnswer(question, gettext("Not known"), "")
    cite = law.cite(reply.silence.sources, locale.language)
    verified = law.weakest(reply.silence.sources).verified
    return CardAnswer(question, str(_SILENCE[reply.silence.means]), cite, verified=verified)


def _longer(reply: Stage, locale: Locale) -> str:
    """Return by how much the time to answer may be longer, or shorter if it is urgent."""
    said = []
    if reply.extension:
        said.append(_extended(reply.extension, locale))
    if reply.expedited:
        urgent = reply.expedited[-1]
        length = said_length(urgent.length, urgent.unit, locale)
        said.append(gettext("{length} if urgent", length=length))
    return locale.apart(said)


def _extended(extension: Extension, locale: Locale) -> str:
    if not extension.length:
        return gettext("more if extended, without a number")
    length = said_length(extension.length, extension.unit, locale)
    if extension.runs_from is RunsFrom.EVENT:
        return gettext("{length} in total if extended", length=length)
    return gettext("{length} more if extended", length=length)
