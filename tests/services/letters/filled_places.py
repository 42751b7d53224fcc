"""Letters of remedies in which every blank to fill in was answered."""

from tests.offices import BY
from tracker.services.core.office import Office
from tracker.services.letters.editing import OpenPleading, change_pleading, open_pleading
from tracker.services.letters.filling import PlaceAnswers, fill_places, places_to_fill


def answers(found: OpenPleading, words: str = "Answered.") -> PlaceAnswers:
    """The statement that is offered for a place, or these words."""
    said: dict[str, dict[int, str]] = {}
    for place in places_to_fill(found):
        instead = found.row(place.key).row.instead
        said.setdefault(place.key, {})[place.at] = instead or words
    return said


def fill_all(office: Office, reference: str) -> None:
    """Answer every place in the letter of the usual remedy."""
    with office.cases.look(reference) as case:
        found = open_pleading(office, case, None)
    change = fill_places(answers(found))
    change_pleading(office, reference, found.place, found.edits.version, change, by=BY)
