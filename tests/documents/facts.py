"""Facts for letters in tests, of an invented applicant, body and law."""

from collections.abc import Mapping
from dataclasses import replace

from tracker.domain.words.letter import (
    Heading,
    LetterBlock,
    LetterFacts,
    LetterTable,
    NumberedParagraph,
    Paragraph,
    TextRun,
)


def _numbered(words: str, *items: str) -> NumberedParagraph:
    return NumberedParagraph((TextRun(words),), items=tuple((TextRun(item),) for item in items))


def _said(words: str) -> Paragraph:
    return Paragraph((TextRun(words),))


_VALUES = {
    "reference": "RTI/2024/017",
    "today": "18 March 2024",
    "body_to": "The Public Information Officer",
    "body_name": "Communications Authority",
    "body_mention": "the Communications Authority",
    "body_address": "Headquarters, Sector F-5/1\nCapital City",
    "law_mention": "the Access to Records Act, 2017",
    "law_cited": "the Access to Records Act, 2017 (Act XXXIV of 2017)",
    "service": "X (formerly Twitter)",
    "block_title": "Block of X, 2024",
    "block_mention": "the block of X in 2024",
    "applicant_name": "Amina Example",
    "applicant_address": "12 Garden Road\nCapital City",
    "applicant_contact": "amina@example.org\n+92 51 000 0000",
    "eligibility": "I am a citizen and ask under section 3.",
    "sent_on": "on 18 March 2024",
    "sent_of": "of 18 March 2024",
    "sent_by": "by registered post",
    "received_on": "on 20 March 2024",
    "request_subject": "Request for records: Block of X, 2024",
    "reply_due": "3 April 2024 to 5 April 2024",
    "appeal_body_to": "The Registrar",
    "appeal_body_name": "Information Commission",
    "appeal_body_address": "Capital City",
    "appeal_body_line": "The Registrar, Information Commission, Capital City",
    "applicant_line": "12 Garden Road, Capital City, amina@example.org, +92 51 000 0000",
    "respondent_line": "through its Chairman, Headquarters, Sector F-5/1, Capital City",
    "appeal_forum": "the Information Commission",
    "appeal_body_mention": "the Information Commission",
    "remedy_title": "Appeal to the Information Commission",
    "remedy_section": "section 17(1)",
    "asked_mention": "the Communications Authority",
    "answer_by": "19 April 2024",
    "decision_due": "7 June 2024",
    "applicant_identity": "Identity number: 00000-0000000-0",
    "settled_on": "Monday 18 March 2024",
    "extended_of": "of 2 April 2024",
    "extension_section": "section 14(2)",
    "extension_ground": "",
    "fee_of": "of 25 March 2024",
    "replied_of": "of 3 April 2024",
    "party": "appellant",
    "party_title": "Appellant",
    "filing": "appeal",
    "filed_on": "on 30 April 2024",
    "annex_label": "Annex C",
    "annex_title": "Reply by email",
    "annex_note": "this copy is the letter as it was on 18 March 2024",
    "annex_trouble": "It is damaged or password-protected.",
    "translation_says": "I know both languages.",
    "review_subject": "decision of 22 April 2024, records on the restriction of access to X "
    "(formerly Twitter), since 17 February 2024",
    "pleading_title": "Appeal against the failure to decide the request of 18 March 2024",
    "pleading_number": "Appeal No. ________ of 2024",
    "pleading_under": "under section 17 of the Access to Records Act, 2017",
    "respondent_through": "through its Chairman",
    "respondent_title": "Respondent",
    "second_name": "Ministry of Interior",
    "second_through": "through its Secretary",
    "second_line": "Islamabad",
    "second_title": "Second respondent",
    "third_name": "Federation of Pakistan",
    "third_through": "for the Division charged with the appointments",
    "third_line": "for the Division charged with the appointments",
    "third_title": "Third respondent",
    "fourth_name": "Ministry of Defence",
    "fourth_through": "through its Secretary",
    "fourth_line": "Rawalpindi",
    "fourth_title": "Fourth respondent",
    "suit": "",
}
_URDU = {
    "today": "18 مارچ، 2024",
    "body_to": "افسرِ معلوماتِ عامہ",
    "body_name": "مواصلاتی اتھارٹی (PTA)",
    "body_mention": "مواصلاتی اتھارٹی (PTA)",
    "body_address": "صدر دفتر، سیکٹر F-5/1\nدارالحکومت",
    "law_mention": "حقِ رسائیٔ معلومات ایکٹ، 2017",
    "law_cited": "حقِ رسائیٔ معلومات ایکٹ، 2017 (ایکٹ نمبر XXXIV بابت 2017)",
    "block_title": "ایکس (X) کی بندش، 2024",
    "block_mention": "2024 میں ایکس (X) کی بندش",
    "applicant_name": "آمنہ مثال",
    "applicant_address": "12، گارڈن روڈ\nدارالحکومت",
    "eligibility": "میں شہری ہوں اور دفعہ 3 کے تحت درخواست گزار ہوں۔",
    "sent_on": "18 مارچ، 2024 کو",
    "sent_of": "مورخہ 18 مارچ، 2024",
    "sent_by": "بذریعہ رجسٹرڈ ڈاک",
    "received_on": "20 مارچ، 2024 کو",
    "request_subject": "ریکارڈ کی فراہمی کی درخواست: ایکس (X) کی بندش، 2024",
    "reply_due": "3 تا 5 اپریل، 2024",
    "appeal_body_to": "رجسٹرار",
    "appeal_forum": "انفارمیشن کمیشن",
    "appeal_body_mention": "انفارمیشن کمیشن",
    "remedy_title": "انفارمیشن کمیشن میں اپیل",
    "remedy_section": "دفعہ 17(1)",
    "asked_mention": "مواصلاتی اتھارٹی (PTA)",
    "appeal_body_name": "انفارمیشن کمیشن",
    "appeal_body_address": "دارالحکومت",
    "appeal_body_line": "رجسٹرار، انفارمیشن کمیشن، دارالحکومت",
    "applicant_line": "12، گارڈن روڈ، دارالحکومت",
    "respondent_line": "صدر دفتر، سیکٹر F-5/1، دارالحکومت",
    "answer_by": "19 اپریل، 2024",
    "decision_due": "7 جون، 2024",
    "applicant_identity": "شناختی نمبر: 00000-0000000-0",
    "settled_on": "پیر، 18 مارچ، 2024",
    "extended_of": "مورخہ 2 اپریل، 2024",
    "extension_section": "دفعہ 14(2)",
    "fee_of": "مورخہ 25 مارچ، 2024",
    "replied_of": "مورخہ 3 اپریل، 2024",
    "party": "اپیل کنندہ",
    "party_title": "اپیل کنندہ",
    "filing": "اپیل",
    "filed_on": "30 اپریل، 2024 کو",
    "annex_label": "منسلکہ C",
    "annex_title": "ای میل سے جواب",
    "annex_note": "یہ نقل 18 مارچ، 2024 کا خط ہے",
    "annex_trouble": "یہ خراب ہے یا پاس ورڈ سے محفوظ ہے۔",
    "translation_says": "میں دونوں زبانیں جانتی ہوں۔",
    "review_subject": "فیصلہ مورخہ 22 اپریل، 2024، X (سابقہ ٹوئٹر) تک رسائی کی پابندی کا ریکارڈ",
    "pleading_title": "اپیل بخلاف عدم فیصلہ بر درخواست مورخہ 18 مارچ، 2024",
    "pleading_number": "اپیل نمبر ........ بابت 2024",
    "pleading_under": "حقِ رسائیٔ معلومات ایکٹ، 2017 کی دفعہ 17 کے تحت",
    "respondent_through": "بذریعہ چیئرمین",
    "respondent_title": "مسئول علیہ",
    "second_name": "وزارتِ داخلہ",
    "second_through": "بذریعہ سیکرٹری",
    "second_line": "اسلام آباد",
    "second_title": "مسئول علیہ نمبر 2",
    "third_name": "وفاقِ پاکستان",
    "third_through": "برائے ڈویژن جس کے ذمے تقرر ہے",
    "third_line": "برائے ڈویژن جس کے ذمے تقرر ہے",
    "third_title": "مسئول علیہ نمبر 3",
    "fourth_name": "وزارتِ دفاع",
    "fourth_through": "بذریعہ سیکرٹری",
    "fourth_line": "راولپنڈی",
    "fourth_title": "مسئول علیہ نمبر 4",
}
_REQUEST = {
    "restriction_days": "from 17 February 2024 to 7 May 2025",
    "order_for": "",
    "served_by": "By registered post, no. ____________",
    "period_line": "An item that names no date is limited to the Period.",
    "supporters_line": "This request is supported by Digital Rights Society; Press Freedom Union. "
    "They are not applicants.",
    "urgency": "",
    "subject_line": "Request for records",
    "asks_line": "I request copies of the records listed below.",
    "listed_line": "The records, so far as they are held by you or for you, are:",
    "form_line": "",
    "time_line": "Section 14(1) sets ten working days from receipt.",
    "acknowledgement_line": "Please acknowledge this request with its number.",
    "refusal_line": "If any part is withheld, please name the exact exception.",
    "remainder_line": "Please mark each removal and send the remainder.",
    "classified_line": "If a record is said to have been classified, I request the order.",
    "not_held_line": "If a record is not held, please say so.",
    "cost_line": "Please state any charge with its calculation.",
    "certificate_line": "",
    "enclosure_line": "",
}
_URDU_REQUEST = {
    "restriction_days": "17 فروری، 2024 سے 7 مئی، 2025 تک",
    "order_for": "",
    "served_by": "بذریعہ رجسٹرڈ ڈاک، نمبر ____________",
    "period_line": "جس نکتے میں تاریخ نہ ہو وہ مدت تک محدود ہے۔",
    "supporters_line": "اس درخواست کے حامی: انجمنِ ڈیجیٹل حقوق؛ Press Freedom Union۔",
    "subject_line": "ریکارڈ کی درخواست",
    "asks_line": "ذیل میں درج ریکارڈ کی نقول درکار ہیں۔",
    "listed_line": "درکار ریکارڈ، جہاں تک وہ آپ کے پاس یا آپ کی جانب سے کسی اور کے پاس ہو، یہ ہے:",
    "time_line": "دفعہ 14(1) کے تحت مدت دس ایامِ کار ہے۔",
    "acknowledgement_line": "براہِ کرم وصولی کی اطلاع نمبر کے ساتھ دی جائے۔",
    "refusal_line": "اگر کوئی حصہ روکا جائے تو عین استثنا بتایا جائے۔",
    "remainder_line": "ہر حذف کی نشان دہی کی جائے اور باقی حصہ بھیجا جائے۔",
    "classified_line": "اگر ریکارڈ خفیہ قرار دیا گیا ہو تو اس کا حکم درکار ہے۔",
    "not_held_line": "اگر کوئی ریکارڈ موجود نہ ہو تو یہی لکھا جائے۔",
    "cost_line": "فیس حساب کے ساتھ بتائی جائے۔",
}
_REQUEST_LISTS = {
    "definitions": ("“the Restriction” means any restriction of access to X.",),
    "enclosures": ("Enclosure 1: Capture of https://example.org/page, saved on 5 March 2024",),
    "evidence_rules": ("Evidence Ordinance, section 1: A printout is evidence.",),
}
_URDU_REQUEST_LISTS = {
    "definitions": ("«پابندی» سے مراد X تک رسائی پر ہر پابندی ہے۔",),
    "enclosures": ("منسلکہ 1: https://example.org/page کا عکس، محفوظ شدہ 5 مارچ، 2024",),
    "evidence_rules": ("شہادت آرڈیننس، دفعہ 1: پرنٹ آؤٹ شہادت ہے۔",),
}
_LISTS = {
    "records": (
        "The order, direction or notification by which access to X was restricted.",
        "The file note that records the reasons for it, under section 54(3) of the Act of 1996.",
        "Every request or direction about X received from a ministry since 8 February 2024.",
    ),
    "points": (
        "A decision is due within ten working days (section 14(1)).",
        "What can be disclosed is to be separated from what is exempt (section 16(1)).",
    ),
    "supporters": ("Digital Rights Society", "Press Freedom Union"),
    "open_questions": ("The order, direction or notification.", "The file note of reasons."),
    "given": ("The file note of reasons.",),
    "extension_grounds": ("the records are many", "the records lie in different offices"),
    "declarations": ("No other proceeding on this request is pending before any court.",),
    "signature": ("Amina Example", "Applicant"),
}
_URDU_LISTS = {
    "records": (
        "وہ حکم، ہدایت یا نوٹیفکیشن جس کے ذریعے X تک رسائی محدود کی گئی۔",
        "وہ نوٹ جس میں 1996 کے ایکٹ کی دفعہ 54(3) کے تحت وجوہ درج ہیں۔",
        "8 فروری، 2024 سے کسی وزارت سے موصول ہونے والی X سے متعلق ہر ہدایت۔",
    ),
    "points": (
        "فیصلہ دس ایامِ کار کے اندر واجب ہے (دفعہ 14(1))۔",
        "قابلِ افشا حصہ مستثنیٰ حصے سے الگ کیا جائے (دفعہ 16(1))۔",
    ),
    "supporters": ("انجمنِ ڈیجیٹل حقوق", "Press Freedom Union"),
    "open_questions": ("حکم، ہدایت یا نوٹیفکیشن۔", "وجوہ کا نوٹ۔"),
    "given": ("وجوہ کا نوٹ۔",),
    "extension_grounds": ("ریکارڈ بہت زیادہ ہے", "ریکارڈ مختلف دفاتر میں ہے"),
    "declarations": ("اس درخواست پر کوئی اور کارروائی کسی عدالت میں زیرِ التوا نہیں۔",),
    "signature": ("آمنہ مثال", "درخواست گزار"),
}
_ANNEXES = LetterTable(
    ("No", "Document", "Date"),
    (
        ("A", "Copy of the request", "18 March 2024"),
        ("B", "Receipt for registered post, no. RGL 123", "18 March 2024"),
    ),
)
_CHRONOLOGY = LetterTable(
    ("Day", "Timeline", "How the date was counted"),
    (
        ("18 March 2024", "Request sent", ""),
        ("20 March 2024", "Request received", "Acknowledgement card"),
        (
            "3 to 5 April 2024",
            "Last day for a decision",
            "10 working days from the day after receipt (section 14(1)); 23 March left out, "
            "Pakistan Day; Saturdays and Sundays left out.",
        ),
    ),
)
_ITEMS = LetterTable(
    ("Item", "Record", "Answer", "Ground given", "Reply", "Relief"),
    (
        ("(1)", "Orders", "No answer", "–", "I", "(a)"),
        ("(2)", "Notes", "Refused", "s. 7", "I", "(a)"),
    ),
)
_PARTS: Mapping[str, tuple[LetterBlock, ...]] = {
    "summary": (_said("Request received on 20 March 2024. No decision. In issue: 2 records."),),
    "parties": (
        _numbered("The appellant made the request."),
        _numbered("The respondent is bound."),
    ),
    "time": (_numbered("The time for a decision had ended by 5 April 2024 (section 14(1))."),),
    "facts": (
        _numbered("The request was received on 20 March 2024 (Annex B)."),
        _numbered("Nothing came of these:", "a notice of rejection;", "the records."),
    ),
    "steps": (),
    "decision": (),
    "questions": (_numbered("The questions are:", "Are the records to be disclosed?"),),
    "answer": (_numbered("On Annex R-1: it names no exception."),),
    "records-table": (_ITEMS,),
    "grounds": (
        Heading((TextRun("I. No decision was given"),), 3),
        _numbered("No decision was given within the time allowed (section 14(1))."),
    ),
    "law-behind": (_numbered("The right rests on the Constitution."),),
    "relief": (
        _numbered("The appellant asks", "to order disclosure", "to fix a day for a report"),
    ),
    "interim": (_numbered("Before its decision", "to preserve the records"),),
    "proceedings": (_numbered("No other proceeding has been brought."),),
    "verification": (_said("I, Amina Example, verify that paragraphs 1 to 5 are true."),),
}
_URDU_PARTS: Mapping[str, tuple[LetterBlock, ...]] = {
    **dict.fromkeys(_PARTS, (_numbered("درخواست 20 مارچ، 2024 کو موصول ہوئی۔", "پہلا", "دوسرا"),)),
    "summary": (_said("درخواست 20 مارچ، 2024 کو موصول ہوئی۔"),),
    "steps": (),
    "decision": (),
    "records-table": (
        LetterTable(
            ("جزو", "ریکارڈ", "جواب", "بنیاد", "جواب", "استدعا"),
            (("(1)", "احکام", "کوئی جواب نہیں", "–", "I", "(1)"),),
        ),
    ),
    "grounds": (
        Heading((TextRun("I. کوئی فیصلہ نہیں ہوا"),), 3),
        _numbered("کوئی فیصلہ نہیں ہوا۔"),
    ),
    "verification": (_said("میں تصدیق کرتی ہوں۔"),),
}
_LISTED = LetterTable(("Particular", "As logged"), (("SHA-256", "0123456789abcdef" * 4),))
_TABLES = {"annexes": _ANNEXES, "chronology": _CHRONOLOGY, "listed": _LISTED}
_URDU_TABLES = {
    "listed": LetterTable(("تفصیل", "جیسا درج ہے"), (("SHA-256", "0123456789abcdef" * 4),)),
    "annexes": LetterTable(
        ("نمبر", "دستاویز", "تاریخ"),
        (("الف", "درخواست کی نقل", "18 مارچ، 2024"), ("ب", "رسید نمبر RGL 123", "18 مارچ، 2024")),
    ),
    "chronology": LetterTable(
        ("دن", "واقعہ", "دن کا شمار"),
        (
            ("18 مارچ، 2024", "درخواست ارسال ہوئی", ""),
            ("20 مارچ، 2024", "درخواست موصول ہوئی", "وصولی کارڈ"),
            ("3 تا 5 اپریل، 2024", "فیصلے کا آخری دن", "دفعہ 14(1) کے تحت 10 ایامِ کار"),
        ),
    ),
}
FLAGS = frozenset({"supporters", "has-annexes", "silence"})
PAGE_LINES = {"en": "Page {page} of {pages}", "ur": "صفحہ {page} از {pages}"}
BANNERS = {
    "en": "DEMONSTRATION: this letter was not really sent.",
    "ur": "نمائشی نمونہ: یہ خط حقیقت میں ارسال نہیں کیا گیا۔",
}


def letter_facts(
    language: str = "en",
    *,
    flags: frozenset[str] = FLAGS,
    banner: bool = False,
    values: Mapping[str, str] | None = None,
    lists: Mapping[str, tuple[str, ...]] | None = None,
) -> LetterFacts:
    """Every fact that any kind of letter may name; `values` and `lists` replace some of them."""
    urdu = language == "ur"
    facts = LetterFacts(
        {
            **_VALUES,
            **_REQUEST,
            **(_URDU | _URDU_REQUEST if urdu else {}),
            **(values or {}),
        },
        {
            **(_URDU_LISTS if urdu else _LISTS),
            **(_URDU_REQUEST_LISTS if urdu else _REQUEST_LISTS),
            **(lists or {}),
        },
        _URDU_TABLES if urdu else _TABLES,
        flags,
        {"days-counted": ()},
        parts=_URDU_PARTS if urdu else _PARTS,
    )
    facts = replace(facts, page_line=PAGE_LINES[language])
    return replace(facts, banner=BANNERS[language]) if banner else facts
