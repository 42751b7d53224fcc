"""The words that the public pages have for readings, settings, states and shares of a number."""

from tracker.domain.law.block import BlockKind, Setting
from tracker.domain.law.body import Role
from tracker.domain.law.law import Actor, ReadIn, SilenceMeans
from tracker.domain.law.statement import DemandState
from tracker.web.base.language import later

READ_IN = {
    ReadIn.OFFICIAL_TEXT: later("official text"),
    ReadIn.OFFICIAL_COPY: later("official copy"),
    ReadIn.TRANSLATION: later("translation"),
    ReadIn.SECONDARY: later("reported by the press or others"),
    ReadIn.MEMORY: later("from memory, not checked"),
}

SETTINGS = {
    Setting.COURT: later("In court"),
    Setting.PARLIAMENT: later("In parliament"),
    Setting.PRESS: later("To the press"),
    Setting.LETTER: later("In a letter between authorities"),
    Setting.OFFICIAL_NOTICE: later("In an official notice"),
}

BLOCK_KINDS = {
    BlockKind.BLOCK: later("Block"),
    BlockKind.SHUTDOWN: later("Shutdown"),
    BlockKind.THROTTLING: later("Throttling"),
}

DEMAND_STATES = {
    DemandState.MET: later("Met"),
    DemandState.PARTLY_MET: later("Partly met"),
    DemandState.NOT_MET: later("Not met"),
    DemandState.NOT_KNOWN: later("Not known"),
}

ROLES = {
    Role.REGULATOR: later("Regulator"),
    Role.MINISTRY: later("Ministry"),
    Role.CABINET: later("Cabinet"),
    Role.APPEAL_BODY: later("Hears appeals"),
}

ACTORS = {
    Actor.BODY: later("the public body"),
    Actor.REQUESTER: later("the requester"),
    Actor.APPEAL_BODY: later("the appeal body"),
}

SILENCE_MEANS = {
    SilenceMeans.APPEALABLE: later("It can be appealed against."),
    SilenceMeans.DEEMED_REFUSAL: later("It counts as a refusal."),
    SilenceMeans.NOTHING_STATED: later("The law states nothing."),
    SilenceMeans.NOT_READ: later("What the law says of silence was not read."),
}
