"""A library of one law, one calendar and one entry of every other kind, as files to be spoiled."""

from collections.abc import Mapping
from pathlib import Path

from tracker.lawfiles import LibraryFaults, read_library

LAW = """\
schema = 1
key = "xx-law-2020"
title = { en = "A law" }
in_sentence = { en = "the law" }
number = { en = "1 of 2020" }
country = "xx"
calendar = "xx-offices"
in_force = { since = 2020-01-01 }
commencement = { known = "day", sources = ["s1"] }
official_text = "the gazette"
compared_on = 2024-06-30
status = { en = "In force." }
languages = ["en"]
languages_stated = true

[eligibility]
says = { en = "Anybody may ask." }
sources = ["s1"]
kinds.anybody = { en = "I ask." }

[electronic_receipt]
rule = "not-stated"
note = { en = "Look in the law on electronic transactions." }

[provision.s1]
cite = { en = "section 1" }
says = { en = "Ten working days." }
source = { where = "the gazette", read_in = "official-text" }

[provision.s2]
cite = { en = "section 2" }
says = { en = "Ten more." }
source = { where = "the gazette", read_in = "official-text" }

[provision.s9]
cite = { en = "section 9" }
says = { en = "Remembered." }
source = { where = "nowhere", read_in = "memory" }

[stage.reply]
title = { en = "Reply" }
actor = "public-body"
counts_from = ["received"]

[[stage.reply.limit]]
since = 2020-01-01
length = 10
unit = "working-day"
first_day = "next"
last_day = "stands"
sources = ["s1"]

[[stage.reply.example]]
why = "two plain weeks"
event = 2024-04-01
earliest = 2024-04-15
latest = 2024-04-15
worked_out_by = "by hand"

[[stage.reply.example]]
why = "the closure of 6 March"
event = 2024-03-05
earliest = 2024-03-20
latest = 2024-03-20
worked_out_by = "by hand"

[[change]]
on = 2024-06-30
says = { en = "The first version of this file." }

[[not_known]]
about = ["form", "costs", "transfer", "extension", "silence", "remedies", "exemptions", "effect"]
en = "How to ask, what follows, and what is exempt. Look in the gazette."

[[not_known]]
about = ["pauses", "lapse-of-exemptions", "approval"]
en = "What stops the time, and when a clause ends or needs an approval. Look in the gazette."

[[not_known]]
about = ["test", "interest", "refusal", "severance", "burden-of-proof", "penalties", "publication"]
en = "What a refusal needs, and the duties of bodies. Look in the gazette."
"""

FIRST_EXAMPLE = '[[stage.reply.example]]\nwhy = "two plain weeks"\n'

CALENDAR = """\
schema = 1
key = "xx-offices"
title = { en = "Offices" }
zone = "UTC"
known = { since = 2020-01-01, until = 2025-12-31 }
checked = { since = 2020-01-01, until = 2024-12-31 }
checked_by = "by hand"

[[weekend]]
weekdays = ["sat", "sun"]
since = 2020-01-01
name = { en = "Weekend" }
source = { where = "the gazette", read_in = "official-text" }

[[day_off]]
day = 2024-03-06
name = { en = "A closure" }
assurance = "gazetted"
source = { where = "the gazette", read_in = "official-text" }
"""

BODY = """\
schema = 1

[body.xx-office]
name = { en = "The Office" }
in_sentence = { en = "the Office" }
short_name = "Office"
role = "regulator"
country = "xx"
laws = ["xx-law-2020"]
calendar = "xx-offices"
address_to = { en = "The Head" }
address = ["1 Street"]
source = { where = "its site", read_in = "secondary" }
"""

BLOCK = """\
schema = 1
key = "xx-block-2024"
title = { en = "Block of a service" }
in_sentence = { en = "the block of a service" }
service = { en = "A service" }
kind = "block"
country = "xx"
where = { en = "Everywhere" }
places = ["XX"]
since = 2024-02-17
source = { where = "a newspaper", read_in = "secondary" }
bodies = ["xx-office"]
powers = ["xx-power"]
"""

POWER = """\
schema = 1

[power.xx-power]
country = "xx"
statute = { en = "An act" }
cite = { en = "section 37" }
says = { en = "May block." }
who_may_order = { en = "The Office" }
in_force = { since = 2016-01-01 }
source = { where = "the gazette", read_in = "official-text" }
"""

QUESTION = """\
schema = 1

[question.order]
elements = ["order"]
wording.regulator = { en = "The order." }
rests_on = [{ where = "a book", read_in = "secondary" }]
disclosable.xx-law-2020 = ["s1"]
"""

ORGANISATION = """\
schema = 1

[organisation.watch]
name = { en = "Watch" }
source = { where = "a newspaper", read_in = "secondary" }
"""

STATEMENT = """\
schema = 1
key = "xx-statement"
title = { en = "A statement" }
on = 2024-03-15
blocks = ["xx-block-2024"]
count = { en = "2" }
signatories = ["watch"]
demands = []
concerns = []
sources = [{ where = "a newspaper", read_in = "secondary" }]
"""

AUTHORITY = """\
schema = 1

[authority.xx-01]
country = "xx"
cite = { en = "Appeal No. 1" }
holds = { en = "The order is to be given." }
use = "both"
forum = "xx-office"
qualifier = { en = "as reported" }
distinguished = { en = "It concerned another matter." }
sources = [{ where = "a newspaper", read_in = "secondary" }]
"""

FILES = {
    "laws/xx-law-2020.toml": LAW,
    "calendars/xx-offices.toml": CALENDAR,
    "bodies/xx.toml": BODY,
    "blocks/xx-block-2024.toml": BLOCK,
    "powers/xx.toml": POWER,
    "questions/xx.toml": QUESTION,
    "organisations/xx.toml": ORGANISATION,
    "statements/xx-statement.toml": STATEMENT,
    "authorities/xx.toml": AUTHORITY,
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Put a library's files into `folder`."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def complaints(folder: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """What is wrong with these files, if they cannot be read as a library."""
    try:
        read_library(write(folder, files))
    except LibraryFaults as faults:
        return [str(complaint) for complaint in faults.complaints]
    return []


def spoiled(file: str, old: str, new: str) -> dict[str, str | bytes]:
    """The small library, with `old` replaced by `new` in one file; `old` must stand there."""
    assert old in FILES[file], f"“{old}” does not stand in {file}"
    return {**FILES, file: FILES[file].replace(old, new, 1)}


def with_rules(rules: str) -> dict[str, str | bytes]:
    """The small library with more rules in the stage of its law, before the examples."""
    return spoiled("laws/xx-law-2020.toml", FIRST_EXAMPLE, rules + FIRST_EXAMPLE)
