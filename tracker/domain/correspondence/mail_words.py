"""Words by which automatic mail and the content of answers are recognised.

DRAFTS: no native reader of Urdu has checked these, and they were not tried on letters of real
bodies. They make suggestions and marks for a person, and decide nothing.
"""

from enum import StrEnum

# Beginnings of subjects of automatic answers, folded when compared.
AUTOMATIC_SUBJECTS = (
    "automatic reply",
    "automatic response",
    "auto reply",
    "autoreply",
    "auto response",
    "autoresponse",
    "automated reply",
    "automated response",
    "out of office",
    "out of the office",
    "ooo",
    "on leave",
    "away from office",
    "vacation",
    "خودکار جواب",
    "خود کار جواب",
    "دفتر سے باہر",
    "رخصت پر",
    "الرد التلقائي",
    "رد تلقائي",
    "réponse automatique",
    "respuesta automática",
    "resposta automática",
    "automatische antwort",
    "abwesenheitsnotiz",
    "otomatik yanıt",
    "balasan otomatis",
    "স্বয়ংক্রিয় উত্তর",
    "स्वचालित उत्तर",
    "स्वतः उत्तर",
)
# Beginnings of subjects of delivery notices that are not in the form of RFC 3464.
NOTICE_SUBJECTS = (
    "undeliverable",
    "undelivered mail returned to sender",
    "delivery status notification",
    "delivery failure",
    "delivery has failed",
    "delivery delayed",
    "mail delivery failed",
    "mail delivery failure",
    "mail delivery system",
    "mail delivery subsystem",
    "returned mail",
    "failure notice",
    "delivery notification",
    "message delivery delayed",
    "warning could not send message",
    "virus detected",
    "virus found",
    "undeliverable mail",
    "ناقابل ترسیل",
    "unzustellbar",
    "no se puede entregar",
    "non remis",
)
# Local parts from which servers report.
REPORTING_SENDERS = ("mailer-daemon", "postmaster", "mail-daemon", "mailsweeper", "webshield")


class ReplyKind(StrEnum):
    """What the words of an answer suggest that it is."""

    REFUSAL = "refusal"
    NOT_HELD = "not-held"
    GIVEN = "given"
    SENT_ON = "sent-on"
    FEE = "fee"
    ASKS_BACK = "asks-back"
    MORE_TIME = "more-time"
    HEARING = "hearing"
    ORDER = "order"
    ACKNOWLEDGED = "acknowledged"
    AUTOMATIC = "automatic"


# The strongest first. "#" stands for a number, "?" for one letter.
REPLY_WORDS: dict[ReplyKind, tuple[str, ...]] = {
    ReplyKind.REFUSAL: (
        "is refused", "are refused", "has been refused", "hereby refused", "stands refused",
        "rejected", "exempt under", "exempted under", "is exempt", "are exempt", "is exempted",
        "are exempted", "exempt from", "exempted from", "cannot be provided", "cannot be shared",
        "can not be provided", "can not be shared", "cannot be disclosed", "regret", "regrets",
        "sub judice", "classified", "clause ? of section #", "under section # ?", "مسترد",
        "فراہم نہیں کی جا سکتی", "فراہم نہیں کیا جا سکتا",
        "فراہم نہیں کی جا سکتیں", "مستثنیٰ", "استثنیٰ", "معذرت", "خفیہ", "زیرِ سماعت",
        "دفعہ # کی شق ?",
    ),
    ReplyKind.NOT_HELD: (
        "no such record", "no record", "not available", "does not exist", "do not exist",
        "not maintained", "not held", "does not hold", "ریکارڈ موجود نہیں", "دستیاب نہیں",
        "محفوظ نہیں",
    ),
    ReplyKind.GIVEN: (
        "enclosed", "attached herewith", "is attached", "are attached", "please find",
        "is provided", "are provided", "منسلک ہے", "منسلک ہیں", "لف ہے", "لف ہیں",
        "فراہم کی جاتی ہے", "فراہم کی جاتی ہیں", "فراہم کیا جا رہا ہے", "فراہم کی جا رہی ہے",
    ),
    ReplyKind.SENT_ON: (
        "forwarded to", "transferred", "has been transferred", "does not pertain to this office",
        "منتقل", "متعلقہ ادارے کو ارسال", "اس دفتر سے متعلق نہیں",
    ),
    ReplyKind.FEE: (
        "fee", "fees", "challan", "deposit", "rs #", "pkr #", "per page", "فیس", "چالان",
        "جمع کرائیں", "# روپے", "فی صفحہ",
    ),
    ReplyKind.ASKS_BACK: (
        "clarify", "please specify", "specify", "furnish", "copy of cnic", "copy of your cnic",
        "وضاحت", "مزید تفصیل", "شناختی کارڈ کی نقل",
    ),
    ReplyKind.MORE_TIME: (
        "extension", "extended by", "further ten working days", "further # working days",
        "additional time", "more time", "مزید مہلت", "توسیع", "مزید دس یوم", "مزید # یوم",
    ),
    ReplyKind.HEARING: (
        "hearing", "fixed for", "appear before", "سماعت", "پیشی", "حاضر ہوں",
    ),
    ReplyKind.ORDER: (
        "it is ordered", "disposed of", "directed to", "حکم دیا جاتا ہے", "نمٹائی",
        "ہدایت کی جاتی ہے",
    ),
    ReplyKind.ACKNOWLEDGED: (
        "received your application", "received your request", "your application has been received",
        "your request has been received", "we have received", "received thanks", "diary no",
        "diary number", "ticket", "موصول ہو گئی", "موصول ہوئی", "وصول", "ڈائری نمبر", "رسید",
    ),
    ReplyKind.AUTOMATIC: (
        "out of office", "automatic reply", "خودکار جواب", "رخصت پر", "دفتر سے باہر",
    ),
}  # fmt: skip
# Beginnings of words by which a body decides, in the languages of automatic subjects. Automatic
# mail with one of them may be the response. DRAFTS, as above.
DECIDING_STEMS = (
    "refus", "reject", "declin", "denied", "deny", "denial", "dismiss", "withh", "exempt",
    "grant", "disclos", "decid", "decision", "inadmiss", "irrecevab", "rejet", "décid", "décision",
    "deneg", "denieg", "rechaz", "resoluci", "inadmi", "indefer", "negad", "recus",
    "decis", "ablehn", "abgelehn", "bescheid", "zurückgewiesen", "ditolak", "tolak", "menolak",
    "penolakan", "keputusan", "dikecualikan", "reddedil", "karar", "رفض", "مرفوض", "قرار",
    "انکار", "نامنظور", "مسترد", "فیصل", "مستثن", "अस्वीक", "निर्णय", "প্রত্যাখ্যান", "খারিজ",
    "সিদ্ধান্ত",
)  # fmt: skip
# A rule that holds none of these is off if one is near its words.
NEGATIONS = (
    "not",
    "no",
    "never",
    "without",
    "neither",
    "nor",
    "cannot",
    "نہیں",
    "نہ",
    "بغیر",
    "بلا",
    "مت",
)
# How many words before and after are searched for a negation.
NEAR_WORDS = 3
