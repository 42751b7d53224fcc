"""The terms of exemptions, read in the statutes and put against the files; and what is refused."""

from pathlib import Path

import pytest

from tests.lawfiles.shipped import shipped
from tests.lawfiles.small_library import FILES, complaints, spoiled, write
from tracker.domain.law.exemption_terms import (
    ExemptionEffect,
    ExemptionTerms,
    HarmKind,
    PublicInterest,
)
from tracker.lawfiles.checks import examine_library

LAW = "laws/xx-law-2020.toml"
CLAUSE = """
[[exemption]]
key = "s2"
cite = { en = "section 2" }
covers = { en = "inquiries" }
sources = ["s2"]
%s

[[change]]
"""


def terms_of(law: str) -> dict[str, ExemptionTerms]:
    return {each.key: each.terms for each in shipped().laws[law].exemptions}


def interest(law: str, wanted: PublicInterest | None) -> set[str]:
    return {key for key, terms in terms_of(law).items() if terms.interest is wanted}


def years(law: str) -> dict[str, int]:
    return {key: t.ends.years for key, t in terms_of(law).items() if t.ends and t.ends.years}


def test_the_absolute_exemptions_of_the_united_kingdom_are_those_of_section_2_3() -> None:
    """Section 2(3): 21, 23, 32, 34, 41 and 44 wholly; 36, 37 and 40 in part. Sections 12 and 14
    are not exemptions."""
    law = "gb-foia-2000"

    assert interest(law, PublicInterest.ABSOLUTE) == {"s21", "s23", "s32", "s34", "s41", "s44"}
    assert interest(law, PublicInterest.PARTLY) == {"s36", "s37", "s40"}
    assert interest(law, None) == {"s12", "s14"}


def test_exemptions_of_the_united_kingdom_end_as_sections_62_and_63_say() -> None:
    """Section 62(1): twenty years. Section 63: (1) 30(1), 32, 33, 35 and 42 with them; (2C) 28 and
    43 after thirty, and 36 in two cases; (3) honours after sixty; (4) 31 after a hundred."""
    assert years("gb-foia-2000") == {
        **dict.fromkeys(("s30", "s32", "s33", "s35", "s42"), 20),
        **dict.fromkeys(("s28", "s36", "s43"), 30),
        "s37": 60,
        "s31": 100,
    }


def test_the_absolute_exemptions_of_scotland_are_those_of_section_2_2() -> None:
    """Section 2(2): 25, 26, 36(2) and 37 wholly, and parts of 38(1)."""
    law = "gb-foisa-2002"

    assert interest(law, PublicInterest.ABSOLUTE) == {"s25", "s26", "s36-2", "s37"}
    assert interest(law, PublicInterest.PARTLY) == {"s38"}


def test_sri_lanka_ends_after_ten_years_the_grounds_that_section_5_2_does_not_spare() -> None:
    """Section 5(2) spares (a), (b), (d) to (h) and (j) of the grounds (a) to (n)."""
    ends = {f"s5-1-{letter}" for letter in "abcdefghijklmn"}
    ends -= {f"s5-1-{letter}" for letter in "abdefghj"}

    assert years("lk-rti-2016") == dict.fromkeys(ends, 10)


def test_india_gives_after_twenty_years_all_but_the_clauses_that_section_8_3_spares() -> None:
    """Section 8(3) is subject to clauses (a), (c) and (i) of section 8(1)."""
    assert years("in-rti-2005") == dict.fromkeys([f"s8-1-{letter}" for letter in "bdefghj"], 20)


def test_the_european_union_weighs_the_public_interest_in_article_4_2_and_4_3_alone() -> None:
    law = "eu-1049-2001"

    assert interest(law, PublicInterest.QUALIFIED) == {
        key for key in terms_of(law) if key.startswith(("art4-2", "art4-3"))
    }
    assert interest(law, PublicInterest.ABSOLUTE) == {
        key for key in terms_of(law) if key.startswith("art4-1")
    }
    serious = {key for key, t in terms_of(law).items() if t.test and t.test.kind is SERIOUS}
    assert serious == {"art4-3-1", "art4-3-2"}


SERIOUS = HarmKind.SERIOUS_HARM


def test_article_21_of_chile_lets_a_body_refuse_and_asks_for_an_effect_in_all_but_no_5() -> None:
    """“Se podrá denegar”. Nos. 1, 2, 3 and 4 say “afecte”; the letters (a) to (c) of no. 1 are
    cases of it (“particularmente”). No paragraph weighs a public interest."""
    terms = terms_of("cl-laip-2008")

    assert {each.effect for each in terms.values()} == {ExemptionEffect.MAY_REFUSE}
    kinds = {key: each.test.kind for key, each in terms.items() if each.test}
    harm = {key for key, kind in kinds.items() if kind is HarmKind.HARM}
    assert harm == set(terms) - {"art21-5"}
    assert interest("cl-laip-2008", PublicInterest.ABSOLUTE) == set(terms)


def test_section_35_of_estonia_obliges_the_holder_in_1_and_leaves_it_free_in_2() -> None:
    """(1): “on kohustatud tunnistama”; (2): “võib … tunnistada”. What (3) names “loetakse” to
    be for internal use, and section 23(1)(1) obliges the holder to refuse what is restricted."""
    effects = {key: each.effect for key, each in terms_of("ee-avts-2000").items()}

    must = {key for key in effects if key.startswith("s35-1-")}
    may = {key for key in effects if key.startswith(("s35-2-", "s23-2-"))}
    assert {effects[key] for key in must} == {ExemptionEffect.MUST_REFUSE}
    assert {effects[key] for key in may} == {ExemptionEffect.MAY_REFUSE}
    assert effects["s35-3"] is ExemptionEffect.MUST_REFUSE
    assert len(must) == 22
    assert len(may) == 9


def test_estonia_asks_for_harm_where_section_35_speaks_of_what_disclosure_would_do() -> None:
    """“kahjustaks”, “ohustaks”, “võib raskendada”, “võib kahjustada”, “võib mõjutada”. (1)(12)
    adds “oluliselt”, and (1)(10) has a contract beside the harm."""
    kinds = {key: each.test.kind for key, each in terms_of("ee-avts-2000").items() if each.test}

    assert {key for key, kind in kinds.items() if kind is HarmKind.HARM} == {
        *("s35-1-3", "s35-1-3-1", "s35-1-5-1", "s35-1-6-1", "s35-1-7", "s35-1-17"),
        *("s35-2-4", "s35-2-5"),
    }
    assert kinds["s35-1-12"] is HarmKind.SERIOUS_HARM


def test_section_38_1_of_estonia_publishes_facts_of_offences_and_accidents() -> None:
    """“peab teabevaldaja avalikustama”: set beside the clauses on inquiries and supervision. For
    the other clauses of section 35 the file says that it is not known."""
    law = "ee-avts-2000"

    inquiries = {"s35-1-1", "s35-1-2", "s35-1-2-1", "s35-1-5-1"}
    assert interest(law, PublicInterest.PARTLY) == inquiries
    open_ones = interest(law, None)
    assert open_ones == {key for key in terms_of(law) if key.startswith("s35")} - inquiries


PERSONAL = ("s35-1-11", "s35-1-12", "s35-1-13")


def test_no_letter_ends_the_restriction_on_personal_data_in_estonia_after_five_years() -> None:
    """Section 40(3): 75 years, or 30 from the death, or 110 from the birth."""
    law = shipped().laws["ee-avts-2000"]

    for each in law.exemptions:
        said = str(each.limits)
        if "five years" in said:
            assert "Unless it is on personal data (section 40(3))" in said
    personal = [each for each in law.exemptions if each.key in PERSONAL]
    assert len(personal) == len(PERSONAL)
    for each in personal:
        assert "five years" not in str(each.limits)
        assert all(number in str(each.terms.ends) for number in ("75", "30", "110"))


@pytest.mark.parametrize(
    ("law", "keys", "effect"),
    [
        ("co-ltaip-2014", ("art18-", "art19-a", "art19-i"), ExemptionEffect.MAY_REFUSE),
        ("ar-laip-2016", ("art8-",), ExemptionEffect.MAY_REFUSE),
        ("uy-daip-2008", ("art9-",), ExemptionEffect.MAY_REFUSE),
        ("nl-woo-2021", ("w5-1-1-", "w5-1-2-"), ExemptionEffect.MUST_REFUSE),
        ("nl-woo-2021", ("w5-1-5",), ExemptionEffect.MAY_REFUSE),
        ("ie-foi-2014", ("s31-1", "s33-3"), ExemptionEffect.MUST_REFUSE),
        ("de-ifg", ("s5",), ExemptionEffect.MUST_REFUSE),
        ("br-lai-2011", ("a24-2",), ExemptionEffect.MUST_REFUSE),
        ("eu-1049-2001", ("art9",), ExemptionEffect.MUST_REFUSE),
    ],
)
def test_the_effect_is_the_verb_of_the_article(
    law: str, keys: tuple[str, ...], effect: ExemptionEffect
) -> None:
    """“podrá ser rechazado o denegado”; “sólo podrán exceptuarse”; “podrá clasificarse”; “blijft
    achterwege” and “kan … achterwege blijven”; “shall refuse”; “darf nur gewährt werden”; “ficarão
    sob sigilo”; “released only with the consent”."""
    found = [each.effect for key, each in terms_of(law).items() if key.startswith(keys)]

    assert found
    assert set(found) == {effect}


def test_article_5_1_of_the_netherlands_weighs_business_data_on_the_environment() -> None:
    """(6): “in afwijking van het eerste lid, onderdeel c, in geval van milieu-informatie”. No
    other letter of (1) is weighed. (1)(d) and (e) have a “tenzij”; (1)(c) has none."""
    terms = terms_of("nl-woo-2021")
    first = {key for key in terms if key.startswith("w5-1-1-")}

    assert first & interest("nl-woo-2021", PublicInterest.PARTLY) == {"w5-1-1-c"}
    assert terms["w5-1-1-c"].override == ("w5-1-6",)
    conditions = {k for k in first if (t := terms[k].test) and t.kind is HarmKind.CONDITION}
    assert conditions == {"w5-1-1-d", "w5-1-1-e"}


def test_the_european_union_asks_for_a_request_or_a_classification_in_two_articles() -> None:
    """Article 4(5): “without its prior agreement”; Article 9(1): documents “classified as”."""
    terms = terms_of("eu-1049-2001")

    assert {key for key, each in terms.items() if each.approval} == {"art4-5", "art9"}


@pytest.mark.parametrize(
    ("clause", "event"),
    [
        ("s35-1-2", "decision made in the supervision takes effect"),
        ("s35-1-2-1", "decision made in the competition supervision takes effect"),
        ("s35-1-11", "the public hearing, the decision or the end of the proceedings"),
        ("s35-1-18", "approves the report"),
        ("s35-2-1", "sent for approval or submitted for adoption"),
        ("s35-2-2", "adopted or signed"),
        ("s35-2-4", "the judgment is given"),
    ],
)
def test_a_clause_of_estonia_with_an_event_of_its_own_ends_with_it(
    clause: str, event: str
) -> None:
    """“kuni … otsuse jõustumiseni”; “enne nende kinnitamist asutuse juhi poolt”; “enne …
    kooskõlastamiseks saatmist või vastuvõtmiseks esitamist”; “kuni kohtulahendi tegemiseni”."""
    assert event in str(terms_of("ee-avts-2000")[clause].ends)


def test_section_16_1_of_pakistan_asks_for_what_is_likely_and_for_confidence() -> None:
    """(g)(ii): obtained in confidence, commercial or financial interests. (i): “likely to”."""
    terms = terms_of("pk-raia-2017")

    assert "likely to have an effect" in str(terms["s16-1-i"].test)
    third_party = str(terms["s16-1-g"].test)
    assert "obtained in confidence" in third_party
    assert "commercial or financial interests" in third_party


def test_section_7_of_bangladesh_needs_the_approval_of_the_commission_for_each_clause() -> None:
    """The second proviso to section 7 is about every clause of that section and no other one."""
    needed = {key for key, terms in terms_of("bd-rti-2009").items() if terms.approval}

    assert needed == {f"s7-{letter}" for letter in "abcdefghijklmnopqrst"}


@pytest.mark.parametrize(
    ("terms", "place", "message"),
    [
        (
            'terms.interest = "qualified"',
            "exemption[1].terms.override",
            "is the provision on the public interest: a clause that is qualified or partly "
            "qualified needs it, and no other has it.",
        ),
        (
            'terms.interest = "absolute"\nterms.override = ["s1"]',
            "exemption[1].terms.override",
            "is the provision on the public interest: a clause that is qualified or partly "
            "qualified needs it, and no other has it.",
        ),
        (
            'terms.test = { kind = "harm", sources = ["s2"] }',
            "exemption[1].terms.test.says",
            "is what must be shown: every test needs it, and a “class” has none.",
        ),
        (
            'terms.test = { kind = "class", says = { en = "it harms" }, sources = ["s2"] }',
            "exemption[1].terms.test.says",
            "is what must be shown: every test needs it, and a “class” has none.",
        ),
        (
            'terms.ends = { sources = ["s2"] }',
            "exemption[1].terms.ends",
            "needs “years” or “says”: where no end was read, leave the table out.",
        ),
        (
            'terms.ends = { years = 0, sources = ["s2"] }',
            "exemption[1].terms.ends.years",
            "must be 1 or more.",
        ),
    ],
)
def test_terms_that_contradict_themselves_are_refused(
    tmp_path: Path, terms: str, place: str, message: str
) -> None:
    files = spoiled(LAW, "\n[[change]]\n", CLAUSE % terms)

    assert complaints(tmp_path, files) == [f"{LAW}, {place}: {message}"]


@pytest.mark.parametrize(
    ("terms", "word"),
    [
        ('terms.test = { kind = "class", sources = ["s9"] }', ".test"),
        ('terms.ends = { years = 20, sources = ["s9"] }', ".ends"),
        ('terms.approval = { says = { en = "a seal" }, sources = ["s9"] }', ".approval"),
        ('terms.interest = "qualified"\nterms.override = ["s9"]', ".override"),
    ],
)
def test_a_term_that_nobody_read_is_complained_of(tmp_path: Path, terms: str, word: str) -> None:
    folder = write(tmp_path, spoiled(LAW, "\n[[change]]\n", CLAUSE % terms))

    found = [str(each) for each in examine_library(folder).complaints]

    message = "rests on memory alone: leave it out, or read the provision."
    assert f"{LAW}, exemption[1].terms{word}: {message}" in found
    assert len(found) == 1 + len(examine_library(write(tmp_path / "as-it-was", FILES)).complaints)
