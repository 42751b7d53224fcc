"""`tracker letter`: a request without an office, for lawyers who only need the letter."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from tracker.cli.law_library.chosen import has_instance, say_library
from tracker.documents.press import Press
from tracker.domain.base.errors import BadInput
from tracker.domain.case.request import Applicant, Draft
from tracker.domain.library import Library
from tracker.lawfiles.on_demand.opening import open_library
from tracker.services.core.office import LetterContext, Office, Writing
from tracker.services.drafting.draft_letters import request_bytes
from tracker.services.letters.wordings.taking_on import require_usable
from tracker.settings import Settings, letters_folder, read_settings
from tracker.translations import every_language, locale

# Placeholders for missing values, so visible that nobody sends them by mistake.
NO_NAME = "[name of the applicant]"
NO_ADDRESS = "[address]"


def write_letter(chosen: argparse.Namespace) -> int:
    """Write the DOCX of a request. An existing file is never overwritten."""
    out = Path(chosen.out)
    if out.suffix.lower() != ".docx":
        raise BadInput(f"“{out}” does not end in .docx: give the letter such a name.")
    settings = read_settings()
    applicant = Applicant(
        chosen.applicant or NO_NAME, chosen.address or NO_ADDRESS, chosen.contact
    )
    with _writing(settings, shipped=chosen.shipped) as writing:
        library = writing.library
        draft = _draft(library, chosen)
        if isinstance(writing, Office):
            require_usable(writing, library.law(draft.law), draft.language)
        data = request_bytes(writing, draft, applicant)
    try:
        with out.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise BadInput(f"{out} exists: choose another name or move it away.") from None
    except OSError as error:
        raise BadInput(f"{out} could not be written: {error.strerror}.") from None
    if claimed := _capacity(library, draft):
        print(f"note: the letter says: {claimed}", file=sys.stderr)
    known = every_language().get(draft.language)
    if known and not known.reviewed:
        print("note: no native reader has reviewed this wording yet.", file=sys.stderr)
    print(out)
    return 0


@contextmanager
def _writing(settings: Settings, *, shipped: bool) -> Iterator[Writing]:
    """Open the office of this instance, or the wordings alone if there is no instance.

    The office may be a demonstration. With `shipped`, the letter uses only the shipped library.
    """
    if has_instance(settings):
        from tracker.app.assembly import open_office

        with open_office(settings) as office:
            if shipped:
                office = replace(office, library=open_library(settings.library))
            say_library(office.library, settings, shipped=shipped)
            yield office
        return
    library = open_library(settings.library)
    press = Press(letters_folder(), settings.letterhead)
    yield LetterContext(press, library, lambda: datetime.now(UTC), locale, settings.notice_days)


def _capacity(library: Library, draft: Draft) -> str:
    """Return the sentence that claims the right to ask, which is not true of everyone."""
    kinds = library.law(draft.law).eligibility.kinds
    words = kinds.get(draft.eligibility)
    return words.in_language(draft.language) if words else ""


def _draft(library: Library, chosen: argparse.Namespace) -> Draft:
    """Return the draft that the arguments describe. Raises NotOnFile for an unknown key."""
    block, body = library.block(chosen.block), library.body(chosen.to)
    law = library.law(chosen.law) if chosen.law else library.law_binding(body, date.today())
    found = library.questions_for(block, body, date.today())
    fitting = [question.key for question in found]
    core = [question.key for question in found if question.core]
    wanted = [key.strip() for key in chosen.questions.split(",") if key.strip()]
    for key in wanted:
        if library.question(key).key not in fitting:
            raise BadInput(f"The question “{key}” does not fit {block.key} and {body.key}.")
    if not fitting:
        raise BadInput(
            f"No item in the library fits {block.key} and {body.key}: "
            "write the items in your own words in the workspace."
        )
    return Draft(
        reference="draft",
        version=0,
        block=block.key,
        body=body.key,
        law=law.key,
        language=chosen.lang,
        eligibility=next(iter(law.eligibility.kinds), ""),
        questions=tuple(wanted or core),
    )
