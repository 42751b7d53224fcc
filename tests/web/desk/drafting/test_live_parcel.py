"""The letters of a batch are downloaded from a live office that has no key of its own."""

import io
import zipfile
from pathlib import Path

from tests.offices import KEY_FILE, an_office, founded_in
from tests.thirty_bodies import thirty_bodies
from tests.web.browser import an_app, signed_in, somebody
from tests.web.desk.drafting.test_many_at_once import approved


def test_the_zip_of_a_live_office_is_whole_although_it_is_sent_after_its_page(
    tmp_path: Path,
) -> None:
    url, library = founded_in(tmp_path, live=True), thirty_bodies()
    with an_office(tmp_path, url=url, library=library, key_file=None) as (office, _):
        with office.key_opening.opened(office.key_opening.by_key(KEY_FILE)):
            lawyer = signed_in(an_app(office), office, somebody(office))
            batch = approved(lawyer, office)
        page = lawyer.get(f"{batch}/parcel")
        assert "4 approved letters" in page.words

        taken = lawyer.client.post(f"{batch}/parcel", data=dict(page.form().form_values()))

        with zipfile.ZipFile(io.BytesIO(taken.data)) as archive:
            assert archive.testzip() is None
            letters = [name for name in archive.namelist() if name.endswith(".docx")]
            assert len(archive.namelist()) == 7
            assert all(archive.read(name).startswith(b"PK") for name in letters)
