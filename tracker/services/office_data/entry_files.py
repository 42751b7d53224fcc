"""New entries written as files: laws, powers, calendars and petitions, from a template."""

from collections.abc import Mapping
from typing import Any

import tomli

from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.base.messages import Message
from tracker.services.core.office import Office
from tracker.services.office_data.own_entries import save_entry
from tracker.services.ports.own_library import EntryName

# The mark of a template in every place that needs a fact. No entry is saved with it.
TO_FILL = "FILL IN"
_HEAD = """\
# Write only what you read, and say where you read it. No number from memory.
# Replace everything in capitals. The README of the library explains each word.

schema = 1
"""
_LAW = f"""\
# The country, a short name and the year, such as xx-access-2016. It never changes.
key = "{TO_FILL}"
title = {{ en = "{TO_FILL}" }}
in_sentence = {{ en = "the {TO_FILL}" }}
# Two small letters, by ISO 3166.
country = "{TO_FILL}"
# The key of a calendar of the library. Add the calendar first if there is none.
calendar = "{TO_FILL}"
# A day without quotation marks, such as 2016-09-21. Known: day, year or at-latest.
in_force = {{ since = "{TO_FILL}" }}
commencement = {{ known = "day", sources = ["in-force"] }}
official_text = "{TO_FILL}"
languages = ["en"]
languages_stated = false
status = {{ en = "{TO_FILL}" }}

[eligibility]
says = {{ en = "{TO_FILL}" }}
sources = ["who-may-ask"]

# The sentence by which an applicant of each kind states the right to ask.
[eligibility.kinds]
applicant = {{ en = "{TO_FILL}" }}

[stage.reply]
title = {{ en = "Reply of the public body" }}
actor = "public-body"
counts_from = ["received"]

# A gap says why no number is known: then no date is counted. For a time limit that you read,
# write a [[stage.reply.limit]] in its place, with an example counted by hand.
[[stage.reply.gap]]
since = "{TO_FILL}"
why = {{ en = "{TO_FILL}" }}

# read_in is official-text, official-copy, quoted, translation, secondary or memory.
[provision.in-force]
cite = {{ en = "{TO_FILL}" }}
says = {{ en = "{TO_FILL}" }}
source = {{ where = "{TO_FILL}", read_in = "{TO_FILL}" }}

[provision.who-may-ask]
cite = {{ en = "{TO_FILL}" }}
says = {{ en = "{TO_FILL}" }}
source = {{ where = "{TO_FILL}", read_in = "{TO_FILL}" }}

[[change]]
on = "{TO_FILL}"
says = {{ en = "First written." }}
"""
_POWER = f"""\
# The key in the brackets never changes: the country and a short name, such as xx-telecom-1998.
[power."{TO_FILL}"]
country = "{TO_FILL}"
statute = {{ en = "{TO_FILL}" }}
cite = {{ en = "{TO_FILL}" }}
# What may be ordered under it, as far as you read it.
says = {{ en = "{TO_FILL}" }}
who_may_order = {{ en = "{TO_FILL}" }}
# A day without quotation marks. Add in_force_about = true if no source gives the exact day.
in_force = {{ since = "{TO_FILL}" }}
source = {{ where = "{TO_FILL}", read_in = "{TO_FILL}" }}
"""
_CALENDAR = f"""\
key = "{TO_FILL}"
title = {{ en = "{TO_FILL}" }}
# By the names of the IANA, continent and city.
zone = "{TO_FILL}"
# Days without quotation marks: the span for which this file has data.
known = {{ since = "{TO_FILL}", until = "{TO_FILL}" }}

# Without a [[day_off]] no public holiday is known. Each has a day, a name, an assurance, a source.
[[weekend]]
weekdays = ["{TO_FILL}"]
since = "{TO_FILL}"
name = {{ en = "Weekend" }}
source = {{ where = "{TO_FILL}", read_in = "{TO_FILL}" }}
"""
_PETITION = f"""\
# The country and “petition”, such as xx-petition: the key must end in “petition”.
key = "{TO_FILL}"
country = "{TO_FILL}"
languages = ["en"]
title = {{ en = "{TO_FILL}" }}
# As in “my request under …”.
in_sentence = {{ en = "{TO_FILL}" }}
says = {{ en = "It rests on no time limit. No response is late, and there is no remedy." }}
opening = {{ en = "This letter is a petition under {TO_FILL}. It claims no time limit." }}
answer = {{ en = "Answer to the petition" }}
# The provision on petitions: only if you read it, or its words as another document quotes them.
cite = {{ en = "{TO_FILL}" }}
source = {{ where = "{TO_FILL}", read_in = "{TO_FILL}" }}

[lines]
request-subject = {{ en = "Petition for copies of records" }}
request-time = {{ en = "Please tell me when a reply can be expected." }}
"""
TEMPLATES: Mapping[str, str] = {
    "laws": _HEAD + _LAW,
    "powers": _HEAD + _POWER,
    "calendars": _HEAD + _CALENDAR,
    "petitions": _HEAD + _PETITION,
}
_TABLES = {"powers": "power"}
_NO_KEY = Message("The file has no key yet. Write one where the template says so.")


def template_of(folder: str) -> str:
    """Return the template of a file. Raises NotOnFile for a folder without one."""
    if folder not in TEMPLATES:
        raise NotOnFile("There is no template for “{folder}”.", folder=folder)
    return TEMPLATES[folder]


def add_file(office: Office, folder: str, text: str, why: str, *, by: str) -> EntryName:
    """Add an entry written as a file to the office's own library, not verified yet, and return
    its name.

    Raises NotOnFile as `template_of` does; BadInput for a file that is not filled in or cannot be
    read, for a key that is in the library, and as `save_entry` does.
    """
    template_of(folder)
    if left := text.count(TO_FILL):
        raise BadInput(
            "Replace every “{mark}” or remove its line. Places left: {left}.",
            mark=TO_FILL,
            left=left,
        )
    name = EntryName(folder, _key_in(folder, text))
    if name.key in getattr(office.library, folder) or _own(office, name):
        raise BadInput(
            "“{key}” is already in the library. Correct that entry, or choose another key.",
            key=name.key,
        )
    save_entry(office, name, text, why, by=by)
    return name


def _own(office: Office, name: EntryName) -> bool:
    return any(each.name == name for each in office.own_library.in_force())


def _key_in(folder: str, text: str) -> str:
    """Return the key of the entry in a file. Raises BadInput if the file cannot be read."""
    try:
        table: dict[str, Any] = tomli.loads(text)
    except tomli.TOMLDecodeError as fault:
        raise BadInput("The file cannot be read as TOML: {fault}.", fault=str(fault)) from None
    except RecursionError:
        raise BadInput("The file cannot be read as TOML: too many brackets.") from None
    if folder not in _TABLES:
        key = table.get("key")
    else:
        entries = table.get(_TABLES[folder])
        key = next(iter(entries), None) if isinstance(entries, dict) else None
    if not isinstance(key, str) or not key:
        raise BadInput(_NO_KEY)
    return key
