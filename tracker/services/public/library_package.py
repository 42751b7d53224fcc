"""The law library alone as a folder of tables, for publishing it as a data set."""

from contextlib import ExitStack

from tracker.domain.library import Library
from tracker.services.ports.data import NewFolder
from tracker.services.public.data_package import (
    DESCRIPTION,
    DICTIONARY,
    LICENCE,
    Sink,
    form_of_files,
    tables_in_words,
    write_package_file,
)
from tracker.services.public.data_rows import library_rows
from tracker.services.public.data_tables import OF_LIBRARY
from tracker.services.public.library_citation import (
    CITATION,
    checked_doi,
    citation,
    library_description,
)


def write_library_package(library: Library, folder: NewFolder, doi: str = "") -> None:
    """Write the tables of the library with a description, a dictionary and a citation.

    The tables are byte for byte those of the data package of an office with the same library.
    Raises BadInput for a malformed DOI, before anything is written.
    """
    if doi:
        checked_doi(doi)
    with ExitStack() as opened:
        sinks = {table.name: Sink(table, folder, opened) for table in OF_LIBRARY}
        for name, rows in library_rows(library).items():
            sinks[name].write(rows)
        resources = [each for sink in sinks.values() for each in sink.resources()]
    write_package_file(folder, DESCRIPTION, library_description(library, resources, LICENCE, doi))
    write_package_file(folder, CITATION, citation(library, doi).encode())
    head = ("# The law library as tables", "", *form_of_files(), "", *tables_in_words(OF_LIBRARY))
    write_package_file(folder, DICTIONARY, "\n".join(head).encode())
