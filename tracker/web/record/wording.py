"""The words that the public pages have for readings, settings, states and shares of a number."""

from tracker.domain.block import BlockKind, Setting
from tracker.domain.body import Role
from tracker.domain.law import Actor, ReadIn, SilenceMeans
from tracker.domain.statement import DemandState

FEW = 5

READ_IN = {
    ReadIn.OFFICIAL_TEXT: "official text",
    ReadIn.OFFICIAL_COPY: "official copy",
    ReadIn.TRANSLATION: "translation",
    ReadIn.SECONDARY: "reported by the press or others",
    ReadIn.MEMORY: "from memory, not checked",
}

SETTINGS = {
    Setting.COURT: "In court",
    Setting.PARLIAMENT: "In parliament",
    Setting.PRESS: "To the press",
    Setting.LETTER: "In a letter between authorities",
    Setting.OFFICIAL_NOTICE: "In an official notice",
}

BLOCK_KINDS = {
    BlockKind.BLOCK: "Block",
    BlockKind.SHUTDOWN: "Shutdown",
    BlockKind.THROTTLING: "Throttling",
}

DEMAND_STATES = {
    DemandState.MET: "Met",
    DemandState.PARTLY_MET: "Partly met",
    DemandState.NOT_MET: "Not met",
    DemandState.NOT_KNOWN: "Not known",
}

ROLES = {
    Role.REGULATOR: "Regulator",
    Role.MINISTRY: "Ministry",
    Role.CABINET: "Cabinet",
    Role.APPEAL_BODY: "Hears appeals",
}

ACTORS = {
    Actor.BODY: "the public body",
    Actor.REQUESTER: "the requester",
    Actor.APPEAL_BODY: "the appeal body",
}

SILENCE_MEANS = {
    SilenceMeans.APPEALABLE: "It can be appealed against.",
    SilenceMeans.DEEMED_REFUSAL: "It counts as a refusal.",
    SilenceMeans.NOTHING_STATED: "The law states nothing.",
    SilenceMeans.NOT_READ: "What the law says of silence was not read.",
}


def share(part: int, whole: int) -> str:
    """`2 of 3`; from five on with the percentage, which of fewer would say more than is known."""
    said = f"{part} of {whole}"
    return said if whole < FEW else f"{said} ({round(100 * part / whole)}%)"
