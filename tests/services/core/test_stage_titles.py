"""What opened a stage is said once beside its name, under every law on file."""

from collections.abc import Iterator

from tests.offices import the_library
from tracker.domain.base.terms import Cause
from tracker.domain.case.recalculation import TERM_AFTER_CAUSE as TERM_OF
from tracker.domain.case.windows import ANSWERED_BY
from tracker.domain.clock.deadline_changes import Shift
from tracker.domain.law.law import Actor, Law, Stage
from tracker.services.core.naming import by_silence_alone, opened_title
from tracker.services.deadlines.deadline_changes import said_term
from tracker.translations import locale

SILENCES = {"overdue", "fell-silent"}


def causes(stage: Stage) -> Iterator[Cause]:
    if stage.opened_by_silence_of:
        yield Cause.SILENCE
    if set(stage.counts_from) & ANSWERED_BY.keys():
        yield Cause.NOTICE
    if set(stage.counts_from) - SILENCES - ANSWERED_BY.keys():
        yield Cause.DECISION


def opened(law: Law) -> Iterator[tuple[Stage, Cause]]:
    for stage in (each for each in law.stages.values() if each.actor is Actor.REQUESTER):
        for cause in causes(stage):
            yield stage, cause


def test_no_stage_says_twice_after_what_it_comes() -> None:
    for law in the_library().laws.values():
        _says_nothing_twice(law)


def _says_nothing_twice(law: Law) -> None:
    for stage, cause in opened(law):
        title = opened_title(stage, cause)
        assert title.count("after") <= 1, (law.key, title)
        assert title.count("silence") <= 1, (law.key, title)
        for language, word in (("en", "after"), ("ur", "بعد")):
            if language in law.languages:
                shift = Shift(stage.key, TERM_OF[cause], None, None, ())
                said = said_term(shift, law, locale(language))
                assert said.count(word) <= 1, (law.key, said)


def test_the_name_of_what_silence_alone_opens_says_so_by_itself() -> None:
    turkish = the_library().law("tr-4982-2003").stage("objection-after-silence")
    assert by_silence_alone(turkish)
    assert opened_title(turkish, Cause.SILENCE) == "Objection to the Review Board, after silence"
    appeal = the_library().law("pk-raia-2017").stage("appeal")
    assert not by_silence_alone(appeal)
    assert opened_title(appeal, Cause.SILENCE).endswith(
        "Information Commission, after no response"
    )
