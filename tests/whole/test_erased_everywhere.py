"""A person about whom the office did all that it can do is erased: none of the words stands in any
file of the office or of the database's server, before or after a backup is put back."""

import shutil
from pathlib import Path

import pytest

from tests.backups import CHECK, IDENTITY, SIGN, with_recovery
from tests.offices import KEY, KEY_FILE, a_request, an_office, received
from tests.storage.cases.test_erasure import everything
from tests.web.record.private_deeds import BY, DEEDS, LATE_DEEDS, THEN
from tracker.domain.case.request import Applicant
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.reminders.reminding import remind
from tracker.storage.office_data.backup import backup
from tracker.storage.office_data.restore import restore
from tracker.storage.opening import open_storage

NAME, STREET, TELEPHONE = "Xqvzwkj", "Wvqkzzhm", "0300-7654321"
WORD = "Zkqvxwjh"
# These tell of colleagues, guests and bodies, and of a draft that is another request's.
OF_OTHERS = {"_given", "_warned", "_shared", "_drafted"}


def found_in(url: str, folder: Path) -> set[str]:
    """The words that stand open in any file."""
    rooms = open_storage(url, folder, KEY, KEY_FILE)
    try:
        kept = list(everything(rooms, folder / "anything"))
    finally:
        rooms.close()
    sought = (NAME, STREET, TELEPHONE, WORD)
    return {
        word
        for word in sought
        if any(form.encode() in data for data in kept for form in (word, word.lower()))
    }


@pytest.mark.samples("sqlite")
def test_no_word_of_a_person_is_left_or_comes_back(
    request: pytest.FixtureRequest, founded: str, tmp_path: Path
) -> None:
    if founded.startswith("postgresql"):
        request.getfixturevalue("pg_programs")
    # A folder of its own, so that the backup lies outside of what is searched.
    instance = tmp_path / "instance" if founded.startswith("postgresql") else tmp_path
    instance.mkdir(exist_ok=True)
    (instance / "secret.key").write_bytes(KEY)
    kept = tmp_path.parent / f"{tmp_path.name}-backup.tar.age"
    with an_office(instance, url=founded) as (office, _):
        who = Applicant(NAME, STREET, TELEPHONE, True)
        reference = a_request(office, on=THEN.replace(month=3, day=15), applicant=who)
        received(office, reference, THEN.replace(month=3, day=18))
        sweep(office)
        for deed in (*DEEDS, *LATE_DEEDS):
            if deed.__name__ not in OF_OTHERS:
                deed(office, reference, WORD)
        remind(office)
        assert office.archive.read(reference, _papers(office, reference)[0])
        assert office.workbook.tags.known() == (WORD.lower(),)
        assert WORD in repr(office.people.views.of(BY))
    assert found_in(founded, instance) == set(), "everything private is sealed"
    with_recovery(instance)
    backup(founded, instance, kept, SIGN)

    with an_office(instance, url=founded) as (office, _):
        office.cases.erase_person(reference)
    assert found_in(founded, instance) == set()

    restore(kept, founded, instance, CHECK, [IDENTITY], overwrite=True)
    _without_what_was_set_aside(instance)
    assert found_in(founded, instance) == set()
    with an_office(instance, url=founded) as (office, _), office.cases.look(reference) as case:
        assert case.applicant() == Applicant()
        assert len(case.history) > 5
        assert office.workbook.tags.known() == ()
        assert office.people.views.of(BY) == ()
    kept.unlink()


def _papers(office: Office, reference: str) -> list[str]:
    with office.cases.look(reference) as case:
        return [paper.digest for paper in case.papers()]


def _without_what_was_set_aside(instance: Path) -> None:
    """The command says so: what a restore set aside is destroyed by a person."""
    for aside in instance.glob("replaced-*"):
        shutil.rmtree(aside)
