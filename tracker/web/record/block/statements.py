"""The page of a public statement: its known signatories, its demands, and how far they were
met."""

from dataclasses import dataclass

from tracker.domain.base.errors import NotOnFile
from tracker.domain.law.statement import DemandState, Statement
from tracker.services.core.office import Office
from tracker.web.record.block.blocks import BlockLine, block_line, signatories


@dataclass(frozen=True, slots=True)
class StatementPage:
    """The page of a statement."""

    statement: Statement
    signatories: tuple[str, ...]
    blocks: tuple[BlockLine, ...]
    met: int
    partly_met: int
    unknown: int


def statement_page(office: Office, key: str) -> StatementPage:
    """Return the page of a statement. Raises NotOnFile if there is no such statement."""
    library = office.library
    statement = library.statements.get(key)
    if statement is None:
        raise NotOnFile("There is no statement “{key}”.", key=key)
    return StatementPage(
        statement=statement,
        signatories=signatories(library, statement),
        blocks=tuple(block_line(office, library.block(block)) for block in statement.blocks),
        met=statement.number(DemandState.MET),
        partly_met=statement.number(DemandState.PARTLY_MET),
        unknown=statement.number(DemandState.NOT_KNOWN),
    )
