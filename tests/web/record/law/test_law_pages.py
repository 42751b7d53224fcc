"""The pages of the laws: what a file says, how sure it is, and what it does not know."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.offices import the_library
from tests.web import record_scenes as scenes
from tracker.domain.base.days import Span
from tracker.domain.base.text import Text
from tracker.domain.law.law import (
    Actor,
    Fact,
    Law,
    Provision,
    ReadIn,
    Silence,
    SilenceMeans,
    Source,
    Stage,
)
from tracker.domain.law.law_file import LawChange
from tracker.domain.law.limits import (
    AddedTo,
    ClosedDayCounts,
    Extension,
    FirstDay,
    Gap,
    LastDay,
    Limit,
    Longer,
    MonthEnd,
    Outer,
    Pause,
    PauseDay,
    PauseEffect,
    RunsFrom,
    Transfer,
    TransferEffect,
    Unit,
)
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.web.base.charts import Track
from tracker.web.record.law import law_words
from tracker.web.record.law.law_run import LawRun, law_run
from tracker.web.record.law.laws import how_read
from tracker.web.record.words import wording

LIBRARY = the_library()
PAKISTAN = LIBRARY.law("pk-raia-2017")
TODAY = date(2026, 11, 24)
ENGLISH = Locale("en")
ALWAYS = Span(date(2020, 1, 1))


def en(words: str) -> Text:
    return Text({"en": words})


def a_stage(key: str, **more: object) -> Stage:
    """A stage of thirty days that was read in a guide."""
    limit = Limit(ALWAYS, 30, Unit.DAY, FirstDay.NEXT, LastDay.STANDS, ("guide",))
    stage = Stage(key, en(f"The {key}"), Actor.BODY, ("received",), (limit,))
    return replace(stage, **more)  # type: ignore[arg-type]


def a_law(*stages: Stage, **more: object) -> Law:
    """A law made up on the frame of one that is on file."""
    provisions = {
        "copy": Provision(
            "copy", en("section 1"), en("…"), Source("the code", ReadIn.OFFICIAL_COPY)
        ),
        "guide": Provision("guide", en("section 2"), en("…"), Source("a guide", ReadIn.SECONDARY)),
    }
    law = replace(
        PAKISTAN,
        stages=MappingProxyType({stage.key: stage for stage in stages}),
        provisions=MappingProxyType(provisions),
        eligibility=replace(PAKISTAN.eligibility, sources=("copy",)),
        commencement=replace(PAKISTAN.commencement, sources=("copy",)),
        exemptions=(),
        refusal_duties=(),
        facts=(),
        points=(),
        electronic_receipt=None,
    )
    return replace(law, **more)  # type: ignore[arg-type]


def words(page: str) -> str:
    """The page as one line of words."""
    return " ".join(re.sub("<[^>]+>", " ", page).split())


@pytest.fixture
def reader(office: Office) -> FlaskClient:
    """A reader of the pages."""
    return scenes.serve(office)


def page_of(office: Office, law: Law, part: str = "") -> str:
    """The page of a law that takes the place of one on file, or a part of it."""
    laws: Mapping[str, Law] = MappingProxyType({**office.library.laws, law.key: law})
    changed = replace(office, library=replace(office.library, laws=laws))
    return scenes.serve(changed).get(f"/laws/{law.key}{part}").text


@pytest.mark.parametrize(
    ("law", "said"),
    [
        ("eu-1049-2001", "In force since 3 December 2001. Article 19, read in an official copy"),
        (
            "jo-atia-2007",
            "We know only the year in which it came into force. Time limits are counted from the "
            "end of that year, 31 December 2007.",
        ),
        (
            "lk-rti-2016",
            "In force by 4 August 2017. We do not know when it came into force. Time limits are "
            "counted from 4 August 2017.",
        ),
    ],
)
def test_a_page_says_from_which_day_a_law_counts_and_how_that_is_known(
    reader: FlaskClient, law: str, said: str
) -> None:
    assert said in words(reader.get(f"/laws/{law}").text)


def test_the_list_has_every_law_under_its_country(reader: FlaskClient) -> None:
    page = reader.get("/laws").text

    assert all(f'href="/laws/{key}"' in page for key in LIBRARY.laws)
    rows: Any = html.fromstring(page)
    [row] = rows.xpath("//tr[.//a[@href='/laws/pk-raia-2017']]")
    assert "Pakistan Right of Access to Information Act, 2017" in words(
        html.tostring(row).decode()
    )
    assert "Every time limit was read in an official copy of the law." in page


def test_laws_are_compared_by_what_the_library_has_and_doubts_are_marked(
    reader: FlaskClient,
) -> None:
    page: Any = html.fromstring(reader.get("/laws").text)

    def cells(law: str) -> list[str]:
        found = page.xpath(f"//tr[.//a[@href='/laws/{law}']]/td")
        return [words(html.tostring(cell, encoding="unicode")) for cell in found]

    time, silence, appeal, decision, outweighed, who = cells("pk-raia-2017")
    assert time.startswith("10 working days")
    assert "10 working days more if extended; 3 working days if urgent" in time
    assert silence.startswith("Can be appealed section 17(1)")
    assert appeal == "30 days Appeal to the Information Commission"
    assert decision == "60 days Decision of the Information Commission"
    # Section 16 has no public interest that outweighs it; section 7(f) weighs one itself.
    assert outweighed == "0 of 18"
    assert cells("gb-foia-2000")[4] == "17 of 25"
    assert cells("jo-atia-2007")[4] == "Not known"
    assert who.startswith("A citizen of Pakistan may ask, and a person who acts")
    # Five working days are for the payment of a fee, and thirty days for the appeal.
    assert cells("bd-rti-2009")[2].startswith("30 days Appeal to the appellate authority")
    assert cells("ke-atia-2016")[0].endswith("not verified")
    assert cells("ug-atia-2005")[0] == "21 days 21 days more if extended"
    assert cells("ug-atia-2005")[2] == "No number known Complaint to the Chief Magistrate"
    assert cells("uy-daip-2008")[1].startswith("Counts as a grant article 18")


def test_a_page_names_the_law_in_its_languages(reader: FlaskClient) -> None:
    page = reader.get("/laws/pk-raia-2017").text

    heading: Any = html.fromstring(page).find(".//h1")
    assert heading.text_content() == "Right of Access to Information Act, 2017 (Pakistan)"
    assert '<p class="under-title"><bdi lang="ur" dir="rtl">معلومات تک رسائی' in page


def test_a_page_says_how_the_law_was_read_and_compared(reader: FlaskClient) -> None:
    page = words(reader.get("/laws/pk-raia-2017").text)

    assert "Last checked against a copy of the official text on 24 November 2026." in page
    assert "The date of the copy is not known." in page
    assert "section 14(1), read in an official copy" in page
    assert "a reading of the text, not its words: that the day of the event is not counted" in page
    sources = words(reader.get("/laws/pk-raia-2017/sources").text)
    assert "Read in a guide or report, not in the law itself" in sources


def test_a_page_does_not_take_every_reading_of_days_for_one_of_calendar_days(
    reader: FlaskClient,
) -> None:
    page = words(reader.get("/laws/co-ltaip-2014").text)

    assert "10 working days" in page
    assert "a reading of the text, not its words: which days are counted" in page


def test_a_page_says_that_silence_is_a_grant(reader: FlaskClient) -> None:
    page = words(reader.get("/laws/uy-daip-2008").text)

    assert "What silence means: It counts as a grant of access." in page


def test_a_law_never_compared_and_never_read_in_a_copy_says_so(office: Office) -> None:
    page = words(page_of(office, a_law(a_stage("reply"), compared_on=None)))

    assert "No time limit was read in an official" in page
    assert "No one has compared this page as a whole with the official text." in page
    assert "section 2, read in a guide or report, not in the law itself" in page


@pytest.mark.parametrize(
    ("key", "called", "sentence"),
    [
        ("bd-rti-2009", "Verified", "against a copy of the official text on 24 November 2026."),
        ("es-ltaibg-2013", "Read in a copy of 2018", "Read in a copy of the text of 2018. No one"),
        ("de-ifg", "Read in a copy of 2022", "on 24 November 2026 against a copy of the text of"),
        ("lk-rti-2016", "Read in a copy", "The date of the copy is not known."),
        ("eu-1049-2001", "Partly verified", "No one has compared this page as a whole"),
    ],
)
def test_a_law_is_verified_only_if_it_was_compared_with_the_present_text(
    reader: FlaskClient, key: str, called: str, sentence: str
) -> None:
    page: Any = html.fromstring(reader.get(f"/laws/{key}").text)

    (summary,) = page.find_class("summary")
    pill = summary.find_class("pill")[0]
    assert pill.text_content().strip() == called
    assert sentence in words(html.tostring(summary, encoding="unicode"))


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("not known", "not known"),
        (
            "https://example.org/act",
            '<a class="bare" href="https://example.org/act" rel="noreferrer">'
            "https://example.org/act</a>",
        ),
    ],
)
def test_where_the_official_text_is_found_is_a_link_only_where_it_is_an_address(
    office: Office, where: str, shown: str
) -> None:
    page = page_of(office, a_law(a_stage("reply"), official_text=where))

    assert f"<dt>Official text</dt><dd>{shown}</dd>" in page


@pytest.mark.parametrize(
    ("words_for", "kinds"),
    [
        (law_words.HOW_READ, ReadIn),
        (law_words.FIRST_DAY, FirstDay),
        (law_words.LAST_DAY, LastDay),
        (law_words.MONTH_END, MonthEnd),
        (law_words.RUNS_FROM, RunsFrom),
        (law_words.CLOSED_RECEIPTS, ClosedDayCounts),
        (law_words.PAUSE_EFFECTS, PauseEffect),
        (law_words.ACTOR_SENTENCES, Actor),
        (law_words.BEGIN_DAY, PauseDay),
        (law_words.END_DAY, PauseDay),
        (law_words.TRANSFERS, TransferEffect),
        (wording.ACTORS, Actor),
        (wording.SILENCE_MEANS, SilenceMeans),
    ],
)
def test_every_word_of_a_law_file_has_words_for_readers(
    words_for: Mapping[StrEnum, str], kinds: type[StrEnum]
) -> None:
    assert set(words_for) == set(kinds)


def test_how_a_law_was_read_counts_the_limits() -> None:
    sure = a_stage("reply")
    sure = replace(sure, limits=(replace(sure.limits[0], sources=("copy",)),))
    gap = a_stage("court", limits=(), gaps=(Gap(ALWAYS, Text({"en": "Not read."})),))

    assert how_read(a_law(sure, a_stage("appeal"))).startswith(
        "1 of 2 time limits were read in an official copy of"
    )
    assert how_read(a_law(sure)).startswith("Every time limit was read in an official")
    assert how_read(a_law(gap)) == "We know of no time limit with a number."


def test_a_gap_is_said_plainly(office: Office) -> None:
    gap = a_stage(
        "reply", limits=(), gaps=(Gap(ALWAYS, Text({"en": "The number is not on file."})),)
    )
    page = words(page_of(office, a_law(gap)))

    assert "No number is known since 1 January 2020 : The number is not on file." in page
    assert "no number known" in page


def test_an_extension_without_a_number_and_its_announcement_are_said(office: Office) -> None:
    extension = Extension(
        *(Unit.DAY, RunsFrom.END_OF_LIMIT, True, ("copy",)),
        announcement=en("In writing, before the time ends."),
    )
    page = words(page_of(office, a_law(a_stage("reply", extension=extension))))

    assert "the law sets no length" in page
    assert "It must be announced. In writing, before the time ends." in page
    assert "more if extended, without a number" in page


def test_an_extension_that_is_the_whole_time_is_not_added_to_it(office: Office) -> None:
    extension = Extension(Unit.DAY, RunsFrom.EVENT, False, ("copy",), length=45)
    page = words(page_of(office, a_law(a_stage("reply", extension=extension))))

    assert (
        "Extension: 45 days , the total time from the first day, including the time limit above"
    ) in page
    assert "30 days, at most 45" in page
    assert "45 days in total if extended" in page


@pytest.mark.parametrize(
    ("added_to", "said"),
    [
        (None, "the law is unclear on whether the extension is counted from that day or from"),
        (AddedTo.MOVED, "the extension is counted from the next open day."),
        (AddedTo.UNMOVED, "the extension is counted from that day."),
    ],
)
def test_from_which_day_an_extension_runs_after_a_closed_one_is_said(
    office: Office, added_to: AddedTo | None, said: str
) -> None:
    added = Extension(
        *(Unit.DAY, RunsFrom.END_OF_LIMIT, False, ("copy",)), length=10, added_to=added_to
    )
    standing = a_stage("reply", extension=added)
    moves_on = replace(standing.limits[0], last_day=LastDay.MOVES_ON)
    moving = replace(standing, limits=(moves_on,))

    sentence = f"If the time limit ends on a closed day, {said}"
    assert sentence in words(page_of(office, a_law(moving)))
    assert sentence not in words(page_of(office, a_law(standing)))


def test_pauses_transfers_and_outer_limits_are_told_with_what_is_unsettled(
    office: Office,
) -> None:
    pause = Pause(
        *("fee", "fee-noticed", "fee-paid"),
        effect=PauseEffect.UNSETTLED,
        begin_day=PauseDay.LEFT_OUT,
        end_day=PauseDay.COUNTED,
        says=en("The fee is waited for."),
        sources=("guide",),
        inferred=frozenset({"effect"}),
    )
    transfer = Transfer(TransferEffect.CONTINUES, en("It is sent on."), ("copy",))
    outer = Outer("decided", 180, Unit.DAY, FirstDay.NEXT, LastDay.STANDS, ("copy",))
    stage = a_stage("reply", pauses=(pause,), transfer=transfer, outer=outer)
    page = words(page_of(office, a_law(stage)))

    assert (
        "Pause from a fee notice to payment of the fee. The law is unclear on whether the clock"
        in page
    )
    assert (
        "The day on which it begins is not counted. The day on which it ends is counted." in page
    )
    assert "If the request goes to another body. The time limit continues as before" in page
    assert "In any case it ends 180 days after a decision on the appeal" in page
    assert "We know of no rule on how a" not in page


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (TransferEffect.CONTINUES, "counted from the day the first body received the request."),
        (TransferEffect.RESTARTS, "counted from the day that body received it."),
        (TransferEffect.UNSETTLED, "The law is unclear on which receipt counts."),
    ],
)
def test_the_own_time_of_another_body_is_told_with_the_receipt_that_counts(
    office: Office, effect: TransferEffect, said: str
) -> None:
    stage = a_stage("reply")
    own = replace(stage.limits[0], length=15, unit=Unit.WORKING_DAY)
    transfer = Transfer(effect, en("It is sent on."), ("copy",), limits=(own,))
    page = words(page_of(office, a_law(replace(stage, transfer=transfer))))

    assert "That body has a time limit of its own: 15 working days." in page
    assert said in page
    assert "The time limit continues as before" not in page


def test_a_longer_time_names_the_stage_and_what_brings_it_about(office: Office) -> None:
    stage = a_stage("reply", longer=(Longer("hearing", "third-party-heard"),))
    page = words(page_of(office, a_law(stage, a_stage("hearing"))))

    assert "After third-party consultation, the time limit of “The hearing” applies." in page
    assert "The body need not tell the requester. We" in page
    assert page.count("The body need not tell the requester. We") == 1


def test_no_rule_on_a_transfer_is_said_of_the_request_alone(office: Office) -> None:
    page = page_of(office, a_law(a_stage("reply"), a_stage("appeal")))

    assert page.count("We know of no rule on how a") == 1


def test_a_silence_of_which_nothing_was_read_is_not_said_to_mean_nothing(office: Office) -> None:
    silence = Silence(SilenceMeans.NOT_READ, en("The section was not found."), ("guide",))
    page = words(page_of(office, a_law(a_stage("reply", silence=silence))))

    assert "We have not read what the law says about silence. The section was not found." in page


def test_a_fact_has_its_days_and_its_doubt(office: Office) -> None:
    fact = Fact(
        "channels",
        en("By post."),
        ("copy",),
        since=date(2021, 1, 1),
        until=date(2026, 6, 1),
        uncertain="the ordinance may have lapsed",
    )
    page = words(page_of(office, a_law(a_stage("reply"), facts=(fact,))))

    assert "Ways to send it Since 1 January 2021 , until 1 June 2026 . By post." in page
    assert "It is not certain that this is law: the ordinance may have lapsed" in page


def test_the_history_stands_newest_first_with_the_digest_of_the_file(office: Office) -> None:
    changes = (
        LawChange(date(2026, 1, 2), en("First written.")),
        LawChange(date(2026, 3, 4), en("The fee was wrong.")),
    )
    law = a_law(a_stage("reply"), changes=changes, digest="abc123")
    page = words(page_of(office, law, "/sources"))

    assert "4 March 2026 The fee was wrong. 2 January 2026 First written." in page
    assert "SHA-256 hash of the file: abc123" in page


def test_every_law_on_file_tells_its_history() -> None:
    latest = TODAY.replace(year=TODAY.year + 1)
    for law in LIBRARY.laws.values():
        assert law.changes, f"laws/{law.key}.toml needs a [[change]]: when it was first written"
        assert all(change.on <= latest for change in law.changes), law.key


def test_examples_are_shown_with_one_of_them_as_months(reader: FlaskClient) -> None:
    page = reader.get("/laws/pk-raia-2017/examples").text
    reply = page[page.index('id="stage-reply"') : page.index('id="stage-not-held-notice"')]

    assert "18 March 2024 → <strong>Monday 1 April 2024</strong>" in reply
    # 26 December 2025 is the uncertain day of the example with most kinds of steps.
    assert re.search(r'<td class="uncertain" title="May not be counted: [^"]+">26<b>5\?', reply)
    assert reply.count('<table class="weeks">') == 1


def track_of(found: LawRun, key: str) -> Track:
    return next(lane.track for lane in found.lanes if lane.stage.key == key)


def days(found: LawRun, key: str) -> tuple[int, int]:
    """The first and the last day of a stage in a run."""
    last = (len(found.ticks)) * int(found.ticks[1].words)
    bar = track_of(found, key).bars[0]
    return round(bar.x * last / 100), round((bar.x + bar.width) * last / 100)


def test_the_run_of_the_stages_says_in_words_what_it_shows(reader: FlaskClient) -> None:
    page: Any = html.fromstring(reader.get("/laws/pk-raia-2017").text)
    [figure] = page.xpath("//figure[contains(@class, 'lanes')]")
    said = [" ".join(lane.xpath("string(span[last()])").split()) for lane in figure.xpath("div")]

    assert said[:6] == [
        "10 working days, + 10",
        "10 working days",
        "30 days",
        "60 days",
        "30 days",
        "no number known",
    ]
    assert all(svg.get("aria-hidden") == "true" for svg in figure.xpath(".//svg"))
    assert not figure.xpath(".//*[@style or @fill]")  # colours come from the sheet
    assert "without holidays" in figure.xpath("string(figcaption)")
    assert "Leads to 3. Its silence opens 3." in words(reader.get("/laws/pk-raia-2017").text)


def test_a_run_goes_from_stage_to_stage_each_on_its_last_day() -> None:
    found = law_run(PAKISTAN, TODAY, ENGLISH)

    # Day 0 is a Monday: ten working days end on day 14, thirty more days on 44, sixty on 104.
    assert [lane.stage.key for lane in found.lanes] == list(PAKISTAN.stages)
    assert [lane.number for lane in found.lanes] == [1, 2, 3, 4, 5, 6]
    assert days(found, "reply") == (0, 14)
    assert days(found, "not-held-notice") == (0, 14)
    assert days(found, "appeal") == (14, 44)
    assert days(found, "appeal-decision") == (44, 104)
    assert days(found, "enforcement") == (104, 134)
    assert [mark.shape for mark in track_of(found, "court").marks] == ["open"]
    assert [bar.fill for bar in track_of(found, "reply").bars] == ["allowed", "ext"]


def test_what_silence_opens_is_said_apart_from_what_a_stage_leads_to() -> None:
    reply = a_stage("reply", leads_to=("appeal",))
    appeal = a_stage("appeal", leads_to=("court",), opened_by_silence_of=("reply",))
    court = a_stage("court", opened_by_silence_of=("reply", "appeal"))

    found = law_run(a_law(reply, appeal, court), TODAY, ENGLISH)

    assert [lane.leads for lane in found.lanes] == [
        "Leads to 2. Its silence opens 2, 3.",
        "Leads to 3. Its silence opens 3.",
        "",
    ]


def test_a_stage_that_something_beside_the_run_begins_has_no_days() -> None:
    fee = a_stage("fee", counts_from=("fee-noticed",))
    found = law_run(a_law(a_stage("reply", leads_to=("fee",)), fee), TODAY, ENGLISH)

    assert track_of(found, "fee").bars == ()
    assert track_of(found, "fee").marks == ()


def test_a_stage_of_every_law_has_a_lane_and_a_row_that_opens(reader: FlaskClient) -> None:
    for law in LIBRARY.laws.values():
        page: Any = html.fromstring(reader.get(f"/laws/{law.key}").text)
        assert len(page.xpath("//figure[contains(@class, 'lanes')]/div[@class='lane']")) == len(
            law.stages
        )
        for key in law.stages:
            assert len(page.xpath(f"//td/details//div[@id='stage-{key}']")) == 1


def test_no_fact_of_a_law_file_is_missing_from_its_page(reader: FlaskClient) -> None:
    for law in LIBRARY.laws.values():
        page: Any = html.fromstring(reader.get(f"/laws/{law.key}").text)
        said = " ".join(page.text_content().split())
        texts = [
            law.status,
            law.eligibility.says,
            *(fact.says for fact in law.facts),
            *(duty.says for duty in law.refusal_duties),
            *(exemption.covers for exemption in law.exemptions),
            *(each.limits for each in law.exemptions if each.limits),
            *(stage.title for stage in law.stages.values()),
            *(stage.note for stage in law.stages.values() if stage.note),
            *(stage.silence.says for stage in law.stages.values() if stage.silence),
            *law.not_known,
        ]
        for text in texts:
            assert flattened(text) in flattened(said), law.key


def test_an_exemption_that_nobody_read_in_an_official_copy_says_so(reader: FlaskClient) -> None:
    for law in LIBRARY.laws.values():
        page: Any = html.fromstring(reader.get(f"/laws/{law.key}").text)
        rows = page.xpath("//section[@id='exemptions']//tbody/tr")
        marked = ["not verified" in " ".join(row.text_content().split()) for row in rows]
        assert marked == [not law.weakest(each.sources).verified for each in law.exemptions]


def test_a_clause_is_one_row_of_what_it_covers_its_test_the_interest_and_its_end(
    reader: FlaskClient,
) -> None:
    def row(law: str, cite: str) -> list[str]:
        page: Any = html.fromstring(reader.get(f"/laws/{law}").text)
        (found,) = [
            each
            for each in page.xpath("//section[@id='exemptions']//tbody/tr")
            if words(html.tostring(each[0], encoding="unicode")).split(" ", 2)[:2] == cite.split()
        ]
        return [words(html.tostring(cell, encoding="unicode")) for cell in found]

    clause, covers, test, interest, ends = row("gb-foia-2000", "section 31")
    assert clause == "section 31 no duty to disclose"
    assert covers.startswith("law enforcement, and regulatory functions")
    assert test.startswith("Harm: disclosure would, or would be likely to, prejudice a matter")
    assert interest == "Can outweigh it (section 2(2))"
    assert ends.startswith("After 100 years: counted from the year after")
    clause, covers, test, interest, ends = row("bd-rti-2009", "section 7(c)")
    assert "It needs the prior approval of the Information Commission." in covers
    assert test == "None: the kind of information is enough"
    assert (interest, ends) == ("Not weighed", "No end known")
    assert row("de-ifg", "section 5")[3] == "Weighed within the clause"
    # The section on cost is about the request, and not about what a record holds.
    assert row("gb-foia-2000", "section 12")[3] == "Not applicable"
    assert row("gb-foia-2000", "section 37")[3].startswith("Can outweigh a part of it (section")
    assert row("ng-foia-2011", "section 16")[2:] == ["Not known", "Not known", "No end known"]


def flattened(said: object) -> str:
    """Words without the spaces between them, for a sentence that stands in two parts."""
    return "".join(str(said).split())


def test_decisions_are_reported_for_and_against_alike_and_as_not_read(
    reader: FlaskClient,
) -> None:
    page: Any = html.fromstring(reader.get("/laws/pk-raia-2017/sources").text)
    (shown,) = page.xpath("//section[@id='decisions']")
    words = " ".join(shown.text_content().split())

    assert "We did not read the signed orders." in words
    assert "Ministry of Foreign Affairs Against disclosure" in words
    assert "E003-11/20, Pakistan Telecommunication Authority For disclosure" in words
    assert "https://rti.gov.pk" in shown.xpath(".//a/@href")
    assert 'id="decisions"' not in reader.get("/laws/pk-punjab-rti-2013/sources").text


def test_the_page_of_a_law_says_in_one_line_when_an_email_is_received(reader: FlaskClient) -> None:
    def line(key: str) -> str:
        page: Any = html.fromstring(reader.get(f"/laws/{key}").text)
        [row] = page.xpath(
            "//dt[normalize-space(.)='When an email is received']/following-sibling::dd[1]"
        )
        return words(html.tostring(row, encoding="unicode"))

    assert "received when it enters that system" in line("pk-raia-2017")
    assert "section 15(2) of the Electronic Transactions Ordinance, 2002" in line("pk-raia-2017")
    assert "from the day on which the institution registers" in line("eu-1049-2001")
    assert "No rule was read" in line("lk-rti-2016")
    for key in LIBRARY.laws:
        assert line(key)


def test_the_list_says_where_to_look_for_a_law_that_could_not_be_read(
    reader: FlaskClient,
) -> None:
    page: Any = html.fromstring(reader.get("/laws").text)

    lines = page.xpath("//section[@id='not-read']//li")
    said = [words(html.tostring(each, encoding="unicode")) for each in lines]
    assert said == [
        "Malawi Act 13 of 2017: look on malawilii.org.",
        "Senegal Law 2025-15 of 4 September 2025: look on jo.gouv.sn.",
        "Sierra Leone The Act of 2013: look on sierralii.gov.sl.",
    ]


def test_a_law_that_an_office_added_is_not_said_to_be_unread(office: Office) -> None:
    law = replace(PAKISTAN, key="sn-law-2025", country="sn")
    laws: Mapping[str, Law] = MappingProxyType({**office.library.laws, law.key: law})
    changed = replace(office, library=replace(office.library, laws=laws))

    page: Any = html.fromstring(scenes.serve(changed).get("/laws").text)
    countries = page.xpath("//section[@id='not-read']//li/span/text()")
    assert countries == ["Malawi", "Sierra Leone"]
