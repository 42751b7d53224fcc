"""Tables of what the law library holds on blocks, powers, demands and time limits.

`library_rows` fills them. Each row has a key of its own, in the order of which the table stands.
"""

from tracker.domain.law.block import BlockKind, DateCertainty, Execution, Setting
from tracker.domain.law.exemption_terms import ExemptionEffect, HarmKind, PublicInterest
from tracker.domain.law.judgment import JudgmentOutcome
from tracker.domain.law.law import Actor, ReadIn, RemedyKind, SilenceMeans
from tracker.domain.law.limits import Unit
from tracker.domain.law.power import ChallengeStart
from tracker.domain.law.precedent import PrecedentOutcome
from tracker.domain.law.statement import DemandState
from tracker.services.public.data_columns import (
    DataTable,
    day_column,
    flag_column,
    list_column,
    number_column,
    object_column,
    text_column,
    word_column,
)

_KEY = text_column("key", "The row, by a word of its own.")
_BLOCK = text_column("block", "The block, by its key.")
_COUNTRY = text_column("country", "The country, by its two letters (ISO 3166-1).")
_SOURCE = text_column("source", "Where it was read.")
_READ_IN = word_column("read_in", "How it was read.", ReadIn)
_SAYS = text_column("says", "What it says, in English.")
_SAID = object_column("says_in", "The same in each language of the library, by its code.")

ORDERS = DataTable(
    "orders",
    "Orders to block: who is known to have given them, and by what document.",
    ("key",),
    (
        _KEY,
        _BLOCK,
        day_column("on", "The day of the order, where it is known.", may_lack=True),
        text_column("by", "Who gave it, in English."),
        text_column("body", "The same as a body of the library, by its key.", may_lack=True),
        _SAYS,
        _SAID,
        _SOURCE,
        _READ_IN,
    ),
)

REASONS = DataTable(
    "reasons",
    "Reasons and legal bases given outside the requests: in court, parliament, press or letters.",
    ("key",),
    (
        _KEY,
        _BLOCK,
        day_column("on", "The day on which it was said."),
        word_column("about", "How exactly that day is known.", DateCertainty, may_lack=True),
        text_column("by", "Who said it, in English."),
        text_column("body", "The same as a body of the library, by its key.", may_lack=True),
        word_column("setting", "Where it was said.", Setting),
        _SAYS,
        _SAID,
        list_column("elements", "The parts of a legal basis that it concerns."),
        list_column("powers", "The powers that it names, by their keys."),
        _SOURCE,
        _READ_IN,
    ),
)

POWERS = DataTable(
    "powers",
    "Provisions that were used, or could be used, to block.",
    ("key",),
    (
        text_column("key", "The power, by the word in its address."),
        _COUNTRY,
        text_column("statute", "The statute, in English."),
        text_column("cite", "The provision, in English."),
        _SAYS,
        _SAID,
        text_column("who_may_order", "Who may use it, in English."),
        day_column("since", "The first day on which it was in force."),
        flag_column("since_about", "True where no source gives the very day."),
        day_column("until", "The last one; empty while it is in force.", may_lack=True),
        flag_column("duty", "True for a rule that only imposes duties."),
        _SOURCE,
        _READ_IN,
    ),
)

REQUIREMENTS = DataTable(
    "requirements",
    "What a power requires of those who use it: written reasons, notice, a time limit, review.",
    ("key",),
    (
        _KEY,
        text_column("power", "The power, by its key."),
        text_column("cite", "The provision, in English."),
        _SAYS,
        _SAID,
        _SOURCE,
        _READ_IN,
    ),
)

CHALLENGES = DataTable(
    "challenges",
    "The time to challenge each block itself, by the powers that it is named for.",
    ("key",),
    (
        _KEY,
        _BLOCK,
        text_column("power", "The power, by its key."),
        text_column("cite", "The provision that sets the time, in English."),
        word_column("runs_from", "From what the time runs.", ChallengeStart),
        number_column("length", "How long."),
        word_column("unit", "In what it is counted.", Unit),
        list_column("inferred", "The parts that are a reading and not the words of the law."),
        day_column(
            "counted_from",
            "The day of the order; where `assumed`, the first day of the block.",
            may_lack=True,
        ),
        flag_column("assumed", "True where no dated order of the body is known."),
        day_column("earliest", "The last day in time, by the earliest reading.", may_lack=True),
        day_column("latest", "The last day in time, by the latest reading.", may_lack=True),
        day_column(
            "last_safe_day", "The last day in time with the office certainly open.", may_lack=True
        ),
        _SOURCE,
        _READ_IN,
    ),
)

JUDGMENTS = DataTable(
    "judgments",
    "What courts decided about blocks and powers to block, as the sources report it.",
    ("key",),
    (
        _KEY,
        _COUNTRY,
        text_column("court", "The court, in English."),
        text_column("number", "The number of the case, where it is known.", may_lack=True),
        day_column("on", "The day of the decision; empty if not known or pending.", may_lack=True),
        word_column("about", "How exactly that day is known.", DateCertainty, may_lack=True),
        word_column("outcome", "What was decided.", JudgmentOutcome),
        _SAYS,
        _SAID,
        list_column("blocks", "The blocks it is about, by their keys."),
        list_column("powers", "The powers it is about, by their keys."),
        text_column(
            "authority", "The same decision among the authorities, by its key.", may_lack=True
        ),
        _SOURCE,
        _READ_IN,
    ),
)

PRECEDENTS = DataTable(
    "precedents",
    "Requests by others that opened the records of a block, and what they obtained.",
    ("key",),
    (
        _KEY,
        _COUNTRY,
        text_column("title", "What it was about, in English."),
        text_column("asked_of", "Who was asked, in English."),
        text_column("body", "The same as a body of the library, by its key.", may_lack=True),
        text_column("asked_for", "What was asked for, in English."),
        text_column(
            "law", "The law of the library under which it was asked, by its key.", may_lack=True
        ),
        day_column("asked_on", "The day of the request, where it is known.", may_lack=True),
        day_column("on", "The day of the outcome, where it is known.", may_lack=True),
        word_column("outcome", "What it obtained.", PrecedentOutcome),
        _SAYS,
        _SAID,
        list_column("blocks", "The blocks it is about, by their keys."),
        text_column(
            "authority", "The decision on it among the authorities, by its key.", may_lack=True
        ),
        _SOURCE,
        _READ_IN,
    ),
)

MEASUREMENTS = DataTable(
    "measurements",
    "Findings of those who measure networks, as their sources report them.",
    ("key",),
    (
        _KEY,
        _BLOCK,
        day_column("on", "The day of the finding, where it is known.", may_lack=True),
        text_column("by", "Who measured."),
        _SAYS,
        _SAID,
        text_column("address", "The finding or its report, where one is known.", may_lack=True),
        _SOURCE,
        _READ_IN,
    ),
)

DEMANDS = DataTable(
    "demands",
    "What organisations demanded in public, and how far it was met.",
    ("key",),
    (
        _KEY,
        text_column("statement", "The statement, by the word in its address."),
        day_column("on", "The day of the statement."),
        list_column("blocks", "The blocks it is about, by their keys."),
        number_column("number", "The place of the demand in the statement, from 1."),
        _SAYS,
        _SAID,
        word_column("state", "How far it was met.", DemandState),
        text_column("evidence", "What shows that, in English."),
        day_column("as_of", "The day on which this was last checked."),
        text_column("source", "Where it was read; several are set off by “ | ”.", may_lack=True),
    ),
)

LIMITS = DataTable(
    "limits",
    "The time limits of each law, one row for each length and time of force.",
    ("key",),
    (
        _KEY,
        text_column("law", "The law, by its key."),
        _COUNTRY,
        text_column("stage", "The stage of the law, by its key."),
        word_column("actor", "Who must act.", Actor),
        flag_column("urgent", "True for the shorter limit of urgent requests."),
        flag_column("transferred", "True for that of a body to which a request was transferred."),
        day_column("since", "The first day on which it was in force."),
        day_column("until", "The last one; empty while it is in force.", may_lack=True),
        number_column("length", "How long."),
        word_column("unit", "In what it is counted.", Unit),
        flag_column(
            "about", "True where a part of it is a reading of the text, or may not be law."
        ),
        list_column("inferred", "The parts that are a reading and not the words of the law."),
        text_column("uncertain", "Why it may not be law.", may_lack=True),
        number_column("extension", "How much longer the body may take.", may_lack=True),
        word_column("extension_unit", "In what that is counted.", Unit, may_lack=True),
        text_column("sections", "The provisions, in English."),
    ),
)

_LAW = text_column("law", "The law, by its key.")
_SECTIONS = text_column("sections", "The provisions, in English.")

WHO_MAY_ASK = DataTable(
    "who_may_ask",
    "Who may make a request under each law, one row each.",
    ("key",),
    (
        text_column("key", "The law, by its key."),
        _COUNTRY,
        _SAYS,
        _SAID,
        list_column("kinds", "The kinds of applicant whose sentence a letter can state."),
        _SECTIONS,
        _READ_IN,
    ),
)

STAGES_TABLE = DataTable(
    "stages",
    "The stages of each law in their order: replies, remedies and decisions, and what silence "
    "means. `limits` has their time limits.",
    ("key",),
    (
        _KEY,
        _LAW,
        _COUNTRY,
        number_column("number", "The place of the stage in the law, from 1."),
        text_column("stage", "The stage, by its key."),
        text_column("title", "What it is called, in English."),
        word_column("actor", "Who must act.", Actor),
        list_column("counts_from", "The events from which its time runs."),
        list_column("leads_to", "The stages that it leads to, by their keys."),
        list_column("opened_by_silence_of", "The stages whose silence opens it, by their keys."),
        word_column("remedy", "The kind of remedy, if it is one.", RemedyKind, may_lack=True),
        text_column(
            "before",
            "Who hears a remedy, in English; by its key if a body of the library.",
            may_lack=True,
        ),
        word_column("silence", "What silence means.", SilenceMeans, may_lack=True),
        text_column("silence_says", "What the law says of silence, in English.", may_lack=True),
        text_column("silence_sections", "The provisions on silence, in English.", may_lack=True),
        flag_column("gap", "True where no number is known for some or all days."),
    ),
)

EXEMPTIONS_TABLE = DataTable(
    "exemptions",
    "The grounds on which a body may refuse under each law.",
    ("key",),
    (
        _KEY,
        _LAW,
        _COUNTRY,
        text_column("exemption", "The exemption, by its key."),
        text_column("cite", "The clause, in English."),
        text_column("covers", "What it covers, in English."),
        object_column("covers_in", "The same in each language of the library, by its code."),
        word_column(
            "effect", "What it does to the duty to disclose.", ExemptionEffect, may_lack=True
        ),
        word_column("test", "What must be shown to use it.", HarmKind, may_lack=True),
        text_column("test_says", "It applies only where this is so, in English.", may_lack=True),
        word_column(
            "public_interest",
            "Whether a public interest in disclosure can outweigh it; empty if not known.",
            PublicInterest,
            may_lack=True,
        ),
        text_column("override", "The provisions on that interest, in English.", may_lack=True),
        number_column(
            "ends_after_years", "The most years after which it no longer applies.", may_lack=True
        ),
        text_column("ends", "The event that ends it, in English.", may_lack=True),
        text_column("approval", "The act that a body needs to use it, in English.", may_lack=True),
        text_column("limits", "What limits it, in English.", may_lack=True),
        _SECTIONS,
        _READ_IN,
    ),
)

INTERRUPTIONS = DataTable(
    "interruptions",
    "Blocks, shutdowns and throttling in the columns that collections of shutdowns use, one row "
    "each, so that they can be compared with such collections.",
    ("key",),
    (
        text_column("key", "The block, by the word in its address."),
        day_column("start_date", "The first day."),
        flag_column("start_date_about", "True where no source gives the very day."),
        day_column("end_date", "The day of restoration; empty if not known.", may_lack=True),
        flag_column("end_date_about", "True where no source gives the very day of restoration."),
        day_column("last_confirmed", "Without a known end: when last confirmed.", may_lack=True),
        word_column("executed", "Whether an order was carried out.", Execution),
        number_column(
            "duration",
            "Days from the first to the day before restoration; empty without a known end, and "
            "for an order of which no source says that it was carried out.",
            may_lack=True,
        ),
        text_column("country", "The name of the country, in English."),
        text_column(
            "country_code", "The country, by its two capital letters (ISO 3166-1 alpha-2)."
        ),
        text_column("area_name", "Where in the country, in English."),
        list_column("area_codes", "The same by ISO 3166."),
        word_column("shutdown_type", "What was done.", BlockKind),
        text_column("affected_services", "The service, in English."),
        text_column("ordered_by", "Who gave orders, in English.", may_lack=True),
        text_column("gov_justification", "Reasons given by public bodies.", may_lack=True),
        list_column("legal_basis", "The powers that were used or could be, by their keys."),
        text_column("gov_ack_source", "Where a public body spoke of it.", may_lack=True),
        text_column("info_source", "Where the dates were read."),
    ),
)

LIBRARY_DETAILS = (
    ORDERS,
    REASONS,
    POWERS,
    REQUIREMENTS,
    CHALLENGES,
    JUDGMENTS,
    PRECEDENTS,
    MEASUREMENTS,
    DEMANDS,
    LIMITS,
    WHO_MAY_ASK,
    STAGES_TABLE,
    EXEMPTIONS_TABLE,
    INTERRUPTIONS,
)
