"""Facts of the library that a reader would check by hand against the sources."""

import re
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from string import Template

import pytest

from tracker.domain.base.days import Span
from tracker.domain.base.terms import Channel
from tracker.domain.base.text import Text, texts_in
from tracker.domain.law.block import Block, DateCertainty, Setting
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import LetterKind, ReadIn
from tracker.domain.law.law_file import LawFact
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.power import Power
from tracker.domain.law.questions import Element, Question, brief_words
from tracker.domain.law.readings import facts_held, remedy_was_read
from tracker.domain.law.statement import DemandState
from tracker.domain.library import Library
from tracker.lawfiles.reader import PACKAGED

X = "pk-x-2024"
TODAY = date(2026, 11, 24)
PLACEHOLDERS = {"since"}
# A heading, and then a record by its type: each such record, or the one that there is.
A_RECORD = re.compile(
    r"[A-Z][\w -]+\. (?:Each|The) (?:internal |written |register |policy )?(?:order|decision|"
    r"communication|letter|application|note|summary|minutes|approval|direction|report|log|notice|"
    r"representation|complaint|table|directive|notification|entry|form|entries)"
)
A_RECORD_IN_URDU = re.compile(
    "حکم|فیصل|مراسل|خط|درخواست|نوٹ|سمری|روداد|منظوری|ہدایت|رپورٹ|لاگ|عرضداشت|جدول|"
    "رجسٹر|نوٹیفکیشن|اندراج|فارم|شکایت"
)

# Private persons of the lawsuits and orders behind the facts: the first 16 digits of the SHA-256
# of each lower-cased word, so that the test does not print what the library must not hold.
PRIVATE_NAMES = frozenset(
    {
        "e921bd3a79aa8845",
        "b95b21d5958a453f",
        "a5a4f0a9132f825a",
        "5652f3d8f53a4f8f",
        "cca2005d19cadff9",
        "72a7d2ab95f173f9",
        "2bb1e076f6b10a69",
        "f407af6da2048f14",
        "a84ccb098143563a",
        "b104004393fbd578",
        "e378432fc68f9b70",
        "b70b05ab762fd74f",
        "9d9414cbd35e10a2",
        "dd395e664fe93eb8",
        "0672b112203f33a9",
        "aeb79d3c5facbad7",
        "e4514e1fc29144a5",
        "ce05e41d4618f2d4",
        "97b3650166ce2517",
        "8ecedb519d71f2e8",
        "46bc101ad19b92f1",
    }
)


def names_in(text: str, digests: frozenset[str]) -> set[str]:
    words = {word.lower() for word in re.findall(r"[A-Za-z]+", text)}
    return {word for word in words if sha256(word.encode()).hexdigest()[:16] in digests}


def asked(library: Library) -> Iterator[tuple[str, Role, Text]]:
    for question in library.questions.values():
        for role, words in question.wording.items():
            yield f"{question.key}, {role}", role, words


# Blocks


def blocks_of_pakistan(library: Library) -> list[Block]:
    return [block for block in library.blocks.values() if block.country == "pk"]


def test_every_question_has_a_short_name_of_its_own_in_both_languages(library: Library) -> None:
    for language in ("en", "ur"):
        names = [q.short.words[language] for q in library.questions.values() if q.short]
        assert len(set(names)) == len(library.questions)
        assert max(map(len, names)) <= 60


def test_a_question_without_a_short_name_is_named_by_its_first_eight_words() -> None:
    assert brief_words("A copy of the order that blocked the service and its annexures") == (
        "A copy of the order that blocked the …"
    )
    assert brief_words("The order") == "The order"


def test_x_stood_on_445_days_and_16_march_2024_is_its_29th(library: Library) -> None:
    block = library.block(X)
    assert (block.since, block.until) == (date(2024, 2, 17), date(2025, 5, 7))
    assert block.days_in_force(date(2024, 3, 16)) == 29
    assert block.days_in_force(TODAY) == 445


def test_the_letter_that_ordered_the_block_of_x_states_no_reason(library: Library) -> None:
    block = library.block(X)
    (order,) = block.orders
    assert (order.on, order.body) == (date(2024, 2, 17), "pk-interior")
    assert "No reason is stated" in str(order.says)
    # The chairman of PTA named rules 5 and 7 of 2021 in court on 20 March 2025, and nothing else.
    said = [said for said in block.justifications if said.powers]
    invoked = [(one.on, one.setting, one.powers) for one in said]
    assert invoked == [(date(2025, 3, 20), Setting.COURT, ("pk-removal-rules-2021",))]
    # What came out in court was said there, and nowhere else.
    reports = [said for said in block.justifications if said.on == date(2024, 4, 17)]
    assert [said.setting for said in reports] == [Setting.COURT]


def test_every_end_of_a_block_is_told_by_a_sourced_event_or_marked_as_approximate(
    library: Library,
) -> None:
    for block in library.blocks.values():
        if block.until is None:
            continue
        events = library.history_of(block)
        told = any(event.on == block.until and event.source.where for event in events)
        assert told or (block.until_about and block.note), block.key


def test_no_end_is_invented_where_none_is_known(library: Library) -> None:
    open_ended = {block.key for block in library.blocks.values() if block.until is None}
    assert {"pk-bluesky-2024", "pk-vpn-2024", "pk-vpn-throttling-2024"} <= open_ended
    for key in open_ended:
        block = library.block(key)
        assert block.last_confirmed is not None
        assert block.days_in_force(TODAY) is None, key
        assert not any("ended" in fact.shows for fact in block.reported), key
    assert library.block("pk-bluesky-2024").last_confirmed == date(2024, 11, 23)


def test_the_throttling_of_vpns_has_no_counter_since_its_beginning_is_not_on_file(
    library: Library,
) -> None:
    block = library.block("pk-vpn-throttling-2024")
    assert block.since_unknown
    assert block.days_confirmed() is None


def test_a_day_of_which_the_source_gives_the_month_alone_is_marked(library: Library) -> None:
    about = set()
    for block in blocks_of_pakistan(library):
        about |= {(block.key, event.on, event.about) for event in block.happenings if event.about}
        about |= {(block.key, said.on, said.about) for said in block.justifications if said.about}
    assert about == {
        ("pk-vpn-2024", date(2024, 8, 1), DateCertainty.MONTH),
        (X, date(2024, 3, 15), DateCertainty.MID_MONTH),
        (X, date(2025, 3, 1), DateCertainty.MONTH),
        ("pk-telethons-2023-24", date(2024, 1, 1), DateCertainty.MONTH),
        ("pk-youtube-2012", date(2013, 7, 1), DateCertainty.MONTH),
        ("pk-youtube-channels-2025", date(2025, 7, 1), DateCertainty.MONTH),
    }


def powers_of_pakistan(library: Library) -> list[tuple[str, Power]]:
    return [(key, power) for key, power in library.powers.items() if power.country == "pk"]


def test_a_power_whose_first_day_no_source_gives_is_marked(library: Library) -> None:
    about = {key for key, power in powers_of_pakistan(library) if power.in_force_about}
    assert about == {
        "pk-peca-2016-s37",
        "pk-removal-rules-2021",
        "pk-general-clauses-s24a",
    }


def test_the_four_bans_of_tiktok_in_pakistan_are_four_blocks(library: Library) -> None:
    bans = [block for block in blocks_of_pakistan(library) if str(block.service) == "TikTok"]
    assert sorted((ban.since, ban.until) for ban in bans) == [
        (date(2020, 10, 9), date(2020, 10, 19)),
        (date(2021, 3, 11), date(2021, 4, 1)),
        (date(2021, 6, 30), date(2021, 7, 2)),
        (date(2021, 7, 20), date(2021, 11, 19)),
    ]


def test_the_events_of_a_block_stand_in_the_order_of_their_days(library: Library) -> None:
    for block in library.blocks.values():
        for days in (
            [event.on for event in block.happenings],
            [said.on for said in block.justifications],
            [found.on for found in block.measurements if found.on],
        ):
            assert days == sorted(days), block.key


def test_no_law_is_cited_with_its_number_twice(library: Library) -> None:
    """The titles of four laws have their numbers in them, since they are known by those."""
    for law in library.laws.values():
        for language, number in law.number.words.items() if law.number else ():
            assert law.named(language).count(number) == 1
    assert library.law("br-lai-2011").named() == (
        "Law on Access to Information (Law No. 12.527 of 2011)"
    )


def test_a_power_named_for_a_block_was_in_force_while_it_stood(library: Library) -> None:
    for block in library.blocks.values():
        stood = Span(block.since, block.until or block.last_confirmed)
        for key in block.powers:
            power = library.powers[key]
            assert power.in_force.overlaps(stood), f"{block.key}, {key}"
            assert not power.duty, f"{block.key}: {key} blocks nothing, it only binds"


# Bodies and powers


def test_no_power_and_no_body_rests_on_memory(library: Library) -> None:
    powers = {key: power.source.read_in for key, power in library.powers.items()}
    bodies = {key: body.source.read_in for key, body in library.bodies.items()}
    assert [key for key, read in {**powers, **bodies}.items() if read is ReadIn.MEMORY] == []


def test_somebody_can_be_asked_in_every_country_with_a_block(library: Library) -> None:
    asked = {each.country for each in library.bodies.values() if each.role is not Role.APPEAL_BODY}
    assert {block.country for block in library.blocks.values()} - asked == set()


def test_a_body_without_a_postal_or_an_email_address_has_a_note_about_it(library: Library) -> None:
    def silent(body: PublicBody) -> bool:
        copied = {each.by for each in body.copied}
        by_post = bool(body.address) or Channel.POST in copied
        by_email = bool(body.email) or Channel.EMAIL in copied
        return not (by_post and by_email) and not body.note

    assert [key for key, body in library.bodies.items() if silent(body)] == []


def test_the_body_of_an_order_is_asked_about_its_block(library: Library) -> None:
    ordered = {
        (block.key, order.body)
        for block in library.blocks.values()
        for order in block.orders
        if order.body and order.body not in block.bodies
    }
    assert ordered == set()


def test_the_bodies_of_the_federation_and_what_they_are(library: Library) -> None:
    federal = {key: body for key, body in library.bodies.items() if "pk-raia-2017" in body.laws}
    assert {key: body.role for key, body in federal.items()} == {
        "pk-pta": Role.REGULATOR,
        "pk-interior": Role.MINISTRY,
        "pk-moitt": Role.MINISTRY,
        "pk-cabinet-division": Role.CABINET,
        "pk-pic": Role.APPEAL_BODY,
    }


def test_the_commission_without_members_is_a_dated_state(library: Library) -> None:
    commission = library.body("pk-pic")
    (vacant,) = commission.states_on(date(2022, 12, 1))
    assert "non-functional" in str(vacant.says)
    assert commission.states_on(date(2024, 3, 1)) == ()
    (expected,) = commission.states_on(TODAY)
    assert "This is a reading" in str(expected.says)


def test_pta_is_asked_although_the_act_now_names_another_authority(library: Library) -> None:
    pta = library.body("pk-pta")
    assert pta.states_on(date(2025, 1, 28)) == ()
    (succession,) = pta.states_on(date(2025, 1, 29))
    assert "section 50A" in str(succession.says)


def test_section_37_gives_30_days_from_the_order_and_an_appeal_to_a_tribunal(
    library: Library,
) -> None:
    says = {need.key: str(need.says) for need in library.powers["pk-peca-2016-s37"].requirements}
    assert "30 days from the date of the order" in says["review"]
    assert "since Act XXV of 2024 to the Tribunal" in says["appeal"]


def test_duties_are_told_from_powers(library: Library) -> None:
    assert {key for key, power in powers_of_pakistan(library) if power.duty} == {
        "pk-pta-1996-s6",
        "pk-general-clauses-s24a",
        "pk-constitution-19",
        "pk-constitution-19a",
        "pk-iccpr-19-3",
    }


# Questions


def test_questions_about_the_bodies_of_one_country_are_put_to_no_other(library: Library) -> None:
    block = library.block("pk-x-2024")

    assert library.questions_for(block, library.body("in-meity"), TODAY) == ()
    assert library.questions_for(block, library.body("pk-moitt"), TODAY)


def test_every_element_of_a_legal_basis_is_asked_of_pta_for_every_block_of_pakistan(
    library: Library,
) -> None:
    for block in blocks_of_pakistan(library):
        fitting = library.questions_for(block, library.body("pk-pta"), TODAY)
        core = [question for question in fitting if question.core]
        covered = {each for question in core for each in question.elements}
        # The order of classification is asked for where a record is withheld.
        assert covered | {Element.CLASSIFICATION} == set(Element), block.key
        assert [question.core for question in core] == [*range(1, 9)], block.key


def test_the_core_has_words_of_its_own_for_each_role(library: Library) -> None:
    """A commission decides as a regulator does, so that some of its words are the same."""
    for question in library.questions.values():
        for language in ("en", "ur") if question.core else ():
            wordings = [
                text.in_language(language)
                for role, text in question.wording.items()
                if role is not Role.COMMISSION
            ]
            assert len(set(wordings)) == len(wordings), f"{question.key}, {language}"


def test_a_question_asks_for_a_record_and_never_for_an_opinion(library: Library) -> None:
    for key, _, words in asked(library):
        english = words.in_language("en")
        assert A_RECORD.match(english), key
        assert not re.search(r"\b(why|explain|justify|opinion)\b", english, re.IGNORECASE), key
        assert "?" not in english, key
        assert A_RECORD_IN_URDU.search(words.in_language("ur")), key


def test_a_question_names_only_facts_that_a_request_can_fill_in(library: Library) -> None:
    for key, _, words in asked(library):
        english, urdu = (Template(words.in_language(language)) for language in ("en", "ur"))
        assert english.is_valid(), key
        assert set(english.get_identifiers()) <= PLACEHOLDERS, key
        assert set(english.get_identifiers()) == set(urdu.get_identifiers()), key


def test_a_question_rests_on_a_source_and_on_a_section_that_discloses(library: Library) -> None:
    for question in library.questions.values():
        assert question.rests_on, question.key
        assert question.disclosable, question.key
        assert set(question.disclosable) <= (question.laws or {"pk-raia-2017"}), question.key


def test_the_words_of_a_federal_act_are_not_put_to_a_province(library: Library) -> None:
    federal = re.compile(
        r"\b(Act|Rules|Parliament|Federal|Cabinet|Minister-in-charge|Ministry|High Court)\b"
    )
    provinces = [body for body in library.bodies.values() if body.calendar == "pk-provincial"]
    for block in library.blocks.values():
        for body in provinces:
            for question in library.questions_for(block, body, TODAY):
                said = question.asked_of(body.role)
                assert said
                assert not federal.search(str(said)), (body.key, question.key)
                urdu = said.in_language("ur")
                assert not re.search("ایکٹ|رولز|وفاقی|پارلیمنٹ", urdu), (body.key, question.key)


def test_a_province_is_asked_what_fits_it(library: Library) -> None:
    asked_of = {
        key: {q.key for q in library.questions_for(library.block(X), library.body(key), TODAY)}
        for key in ("pk-punjab-home", "pk-interior")
    }
    assert asked_of["pk-punjab-home"] < asked_of["pk-interior"]
    assert asked_of["pk-interior"] - asked_of["pk-punjab-home"] == {
        "federal-government-notification",
        "policy-directive-of-2009",
        "complaint-under-the-rules-of-2021",
        "notification-of-the-new-authority",
    }
    assert len(asked_of["pk-punjab-home"]) == 11


def test_facts_of_x_are_asked_of_x_alone(library: Library) -> None:
    for question in library.questions.values():
        if _speaks_of_x(question):
            assert question.blocks == {X}, question.key
    asked_of_tiktok = library.questions_for(
        library.block("pk-tiktok-2021-03"), library.body("pk-interior"), TODAY
    )
    assert not any(question.blocks for question in asked_of_tiktok)


def _speaks_of_x(question: Question) -> bool:
    words = " ".join(text.in_language("en") for text in question.wording.values())
    return bool(re.search(r"\bX\b|17 February 2024|7 May 2025", words))


@pytest.mark.parametrize(
    ("day", "left_out"),
    [
        (
            date(2024, 3, 18),
            {"notification-of-the-new-authority"},
        ),
        (date(2025, 5, 7), set()),
    ],
)
def test_a_letter_asks_for_no_record_that_became_known_after_its_day(
    library: Library, day: date, left_out: set[str]
) -> None:
    block, ministry = library.block(X), library.body("pk-interior")
    ever = {question.key for question in library.questions_for(block, ministry, TODAY)}
    then = {question.key for question in library.questions_for(block, ministry, day)}
    assert ever - then == left_out
    known = block.records_for("pk-interior", day)
    named = {record.term.in_language("en") for record, _ in known}
    assert named == (set() if left_out else {"the Interior Letter", "the Court Report"})


def test_a_known_record_is_named_as_reported_with_a_source_and_belongs_to_the_core(
    library: Library,
) -> None:
    for block in library.blocks.values():
        for body in block.bodies:
            assert len(block.records_for(body, TODAY)) <= 4, (block.key, body)
        for fact in block.reported:
            if (record := fact.record) is None:
                continue
            assert library.question(record.item).core, (block.key, record.item)
            # Where the words do not say so themselves, the letter adds it to them.
            own = "as reported" in record.says.in_language("en")
            assert own == ("اطلاعات کے مطابق" in record.says.in_language("ur"))
            assert re.search(r"\w\.[a-z]{2,}", fact.source.where), "an officer can open it"


def test_a_fact_is_stated_once_in_words_that_both_letters_share(library: Library) -> None:
    for block in library.blocks.values():
        keys = [fact.key for fact in block.reported]
        assert len(keys) == len(set(keys)), block.key
        for fact in block.reported:
            assert fact.shows or fact.record or fact.items, (block.key, fact.key)
            assert "as reported" not in fact.says.in_language("en"), (block.key, fact.key)
            own = {
                tongue
                for law in library.laws.values()
                if law.country == block.country
                for tongue in law.languages
            }
            assert {"en", "ur"} <= set(fact.says.words) <= {"en", "ur"} | own, (
                block.key,
                fact.key,
            )


def test_an_exemption_is_answered_in_full_sentences(library: Library) -> None:
    verb = re.compile(r"\b(lasts|apply|applies|covers|says|must|has|may|reach)\b")
    for exemption in library.laws["pk-raia-2017"].exemptions:
        if exemption.limits:
            first = exemption.limits.in_language("en").split(". ")[0]
            assert verb.search(first), f"{exemption.key}: {first}"


# The joint statement


# Words that would state an unconfirmed fact about a document.
OF_THE_NOTICE = re.compile(
    r"[Tt]he (?:decision|notice|reply|refusal|response) (?:names|shows|states|gives|"
    r"specifies|does not|did not)\b"
)
# Circumstances that say nothing about the contents of the document.
NOT_CONFIRMED = frozenset(
    {
        Circumstance.ALWAYS,
        Circumstance.REFUSED,
        Circumstance.PARTLY_ANSWERED,
        Circumstance.NOT_HELD,
        Circumstance.REFERRED_ELSEWHERE,
        Circumstance.SAID_TO_BE_PUBLIC,
        Circumstance.EXEMPTION_CLAIMED,
    }
)


def test_an_answer_to_an_exemption_says_what_is_to_be_shown_and_not_what_a_notice_leaves_out(
    library: Library,
) -> None:
    for law in library.laws.values():
        for each in law.exemptions:
            said = (each.title, each.words, each.missing, each.remainder, each.limits)
            for words in filter(None, (*said, *each.contradicted_by.values())):
                assert not OF_THE_NOTICE.search(words.in_language("en")), (law.key, each.key)


# The body by its place in the case. “The second respondent is joined” and “which respondent” stay.
BY_ITS_PLACE = re.compile(r"\b[Tt]he respondent\b|(?<!کس )مسئول علیہ(?! نمبر)")
NAMED = re.compile(r"\{[Rr]espondent\}")
WRONG_CAPITAL = re.compile(r"(?:\A|\. )\{respondent\}|(?<=.)(?<!\. )\{Respondent\}")


def test_a_sentence_of_a_pleading_names_the_body_by_a_value(library: Library) -> None:
    """A letter says the name of the body there, and a pleading may say “the first respondent”."""
    for law in library.laws.values():
        pleaded = (law.points, law.exemptions, law.reliefs, law.forums)
        for text in (text for table in pleaded for _, text in texts_in(table)):
            assert not any(map(BY_ITS_PLACE.search, map(str, text.words.values()))), (
                law.key,
                text,
            )
            assert not WRONG_CAPITAL.search(text.in_language("en")), (law.key, text)
        shown = [e for each in law.exemptions for e in (each.cite, each.covers, each.limits) if e]
        others = (law.stages, law.facts, law.refusal_duties, law.not_known)
        for text in (*shown, *(text for table in others for _, text in texts_in(table))):
            assert not NAMED.search(str(text.words)), (law.key, text)


def test_a_ground_states_of_a_notice_only_what_a_person_confirmed(library: Library) -> None:
    for law in library.laws.values():
        for point in law.points:
            if point.when in NOT_CONFIRMED and point.letter is LetterKind.APPEAL:
                for words in filter(None, (point.title, point.says)):
                    assert not OF_THE_NOTICE.search(words.in_language("en")), (law.key, point.key)


def test_the_statement_lists_only_signatories_that_its_sources_name(library: Library) -> None:
    statement = library.statements["pk-joint-statement-2024-03"]
    assert statement.on == date(2024, 3, 15)
    assert {str(library.organisations[key].name) for key in statement.signatories} == {
        "Amnesty International",
        "Pakistan Bar Council",
        "Pakistan Federal Union of Journalists (PFUJ)",
        "AGHS",
        "Bolo Bhi",
        "Media Matters for Democracy",
        "Digital Rights Foundation",
        "Human Rights Watch",
        "Pakistan Press Foundation",
    }
    assert str(statement.count) == (
        "28 organisations, Amnesty International among them (one report: 28 besides it)"
    )


def test_a_demand_is_judged_by_evidence_or_not_at_all(library: Library) -> None:
    demands = library.statements["pk-joint-statement-2024-03"].demands
    assert [demand.number for demand in demands] == [1, 2, 3, 4, 5, 6, 7]
    for demand in demands:
        assert demand.sources or demand.state is DemandState.NOT_KNOWN, demand.number
    assert (demands[0].state, demands[0].as_of) == (DemandState.PARTLY_MET, date(2025, 5, 7))
    assert demands[1].state is DemandState.PARTLY_MET


# Delay


def test_a_late_filing_is_excused_only_by_provisions_that_were_read(library: Library) -> None:
    """By the dossier: India 19(1) and (3), Bangladesh 24(2) and 25(3), Sri Lanka 31 and 32(2),
    South Africa 75(2), 77D(1)(a) and the court rules, Ireland 21(7) and 22(4),
    Spain 122(1) of Law 39/2015, France L112-6, L112-12 and R421-5, Scotland 20(6) and 47(5),
    Ghana 32(4), the Netherlands 6:11, Poland 58 of its Code of Administrative Procedure and 86 of
    its Law on Proceedings before Administrative Courts, Australia 54B, 54T and 56, Ukraine 121 of
    its Code of Administrative Court Procedure. The Act of Pakistan has no such clause."""
    excused = {
        (law.key, stage.key): law.weakest(stage.excuses_delay)
        for law in library.laws.values()
        for stage in law.stages.values()
        if stage.excuses_delay
    }

    assert set(excused) == {
        ("au-foia-1982", "internal-review"),
        ("au-foia-1982", "ic-review"),
        ("au-foia-1982", "court"),
        ("in-rti-2005", "appeal"),
        ("in-rti-2005", "second-appeal"),
        ("bd-rti-2009", "appeal"),
        ("bd-rti-2009", "complaint"),
        ("es-ltaibg-2013", "complaint"),
        ("fr-crpa", "cada"),
        ("fr-crpa", "court"),
        ("gb-foisa-2002", "internal-review"),
        ("gb-foisa-2002", "commissioner"),
        ("gh-rti-2019", "internal-review"),
        ("ie-foi-2014", "internal-review"),
        ("ie-foi-2014", "commissioner"),
        ("lk-rti-2016", "appeal"),
        ("lk-rti-2016", "second-appeal"),
        ("nl-woo-2021", "objection"),
        ("nl-woo-2021", "court"),
        ("pl-udip-2001", "review"),
        ("pl-udip-2001", "court"),
        ("pl-udip-2001", "court-after-refusal"),
        ("ua-2939-2011", "court"),
        ("ua-2939-2011", "court-after-complaint"),
        ("ua-2939-2011", "court-after-silent-complaint"),
        ("za-paia-2000", "appeal"),
        ("za-paia-2000", "complaint"),
        ("za-paia-2000", "court"),
    }
    assert set(excused.values()) <= {ReadIn.OFFICIAL_COPY, ReadIn.QUOTED}


# Remedies


def test_a_remedy_is_known_from_a_source_or_has_no_letter(library: Library) -> None:
    """A remedy known only from memory is listed here until someone reads its provision."""
    unread = {
        f"{law.key} {stage.key}"
        for law in library.laws.values()
        for stage in law.stages.values()
        if stage.remedy and not remedy_was_read(law, stage)
    }

    assert unread == {"ke-atia-2016 court", "np-rti-2007 court"}


# Everything


def test_no_private_person_is_named_in_any_file_of_the_library() -> None:
    for path in PACKAGED.rglob("*.toml"):
        assert not names_in(path.read_text(encoding="utf-8"), PRIVATE_NAMES), path.name


def test_the_search_for_names_finds_one_within_an_address() -> None:
    digests = frozenset({sha256(b"nobody").hexdigest()[:16]})
    assert names_in("rti.example/order-on-appeal-Nobody-vs-authority/", digests) == {"nobody"}
    assert names_in("rti.example/order-on-appeal-e003-11-20/", digests) == set()


def test_whatever_a_letter_shows_exists_in_english_and_urdu(library: Library) -> None:
    shown = [(key, words) for key, _, words in asked(library)]
    for block in library.blocks.values():
        shown += [(block.key, text) for text in _shown_of(block)]
    shown += [(each.key, each.name) for each in library.organisations.values()]
    for key, text in shown:
        assert set(text.languages()) >= {"en", "ur"}, f"{key}: {text}"
        assert re.search("[\u0600-\u06ff]", text.in_language("ur")), f"{key}: no Urdu letters"


def _shown_of(block: Block) -> Iterator[Text]:
    yield from (block.title, block.service, block.where)
    yield from (text for order in block.orders for text in (order.by, order.says))
    yield from (text for said in block.justifications for text in (said.by, said.says))
    yield from (found.says for found in block.measurements)
    yield from (event.says for event in block.happenings)


A_PLACE = re.compile(r"\b(?:look|see)\b", re.IGNORECASE)
WHERE_TO_FIND = re.compile(
    r"\b(?:look|see|find|take|add|ask|use|compare|publish\w*|tells where)\b", re.IGNORECASE
)


def test_whatever_a_law_lacks_has_a_place_to_look_for_it(library: Library) -> None:
    for law in library.laws.values():
        for gap in law.not_known:
            assert A_PLACE.search(gap.in_language("en")), (law.key, str(gap))
            if "ur" in gap.languages():
                assert "دیکھیں" in gap.in_language("ur"), (law.key, gap.in_language("ur"))


def test_a_body_without_a_postal_or_an_email_address_says_where_to_look(library: Library) -> None:
    for body in library.bodies.values():
        ways = {copied.by for copied in body.copied}
        post = body.address or Channel.POST in ways
        email = body.designation or body.filing_address or Channel.EMAIL in ways
        note = str(body.note)
        assert (post and email) or WHERE_TO_FIND.search(note), body.key
        assert email or re.search("e-?mail|address", note), body.key
        assert post or re.search("post|address", note), body.key


def test_a_law_without_exemptions_on_file_holds_no_terms_of_them(library: Library) -> None:
    law = library.laws["pk-balochistan-rti-2021"]
    assert not law.exemptions
    assert not facts_held(law) & {LawFact.EFFECT, LawFact.TEST, LawFact.INTEREST}
