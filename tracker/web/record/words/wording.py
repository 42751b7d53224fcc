"""Words of the public pages for readings, settings, states and roles."""

from collections.abc import Mapping
from typing import Any

from tracker.domain.law.block import BlockKind, Setting
from tracker.domain.law.body import Role
from tracker.domain.law.judgment import JudgmentOutcome
from tracker.domain.law.law import Actor, ReadIn, SilenceMeans
from tracker.domain.law.precedent import PrecedentOutcome
from tracker.domain.law.request_email import DesignatedBy
from tracker.domain.law.statement import DemandState
from tracker.web.base.language import lazy_gettext

READ_IN = {
    ReadIn.OFFICIAL_TEXT: lazy_gettext("official text"),
    ReadIn.OFFICIAL_COPY: lazy_gettext("official copy"),
    ReadIn.QUOTED: lazy_gettext("quotation"),
    ReadIn.TRANSLATION: lazy_gettext("translation"),
    ReadIn.SECONDARY: lazy_gettext("reported by the press or others"),
    ReadIn.MEMORY: lazy_gettext("not checked against a source"),
}

POWER_SETTINGS = {
    Setting.COURT: lazy_gettext("In court"),
    Setting.PARLIAMENT: lazy_gettext("In parliament"),
    Setting.PRESS: lazy_gettext("To the press"),
    Setting.LETTER: lazy_gettext("In a letter between authorities"),
    Setting.OFFICIAL_NOTICE: lazy_gettext("In an official notice"),
}

BLOCK_KINDS = {
    BlockKind.BLOCK: lazy_gettext("Block"),
    BlockKind.SHUTDOWN: lazy_gettext("Shutdown"),
    BlockKind.THROTTLING: lazy_gettext("Throttling"),
}

DEMAND_STATES = {
    DemandState.MET: lazy_gettext("Met"),
    DemandState.PARTLY_MET: lazy_gettext("Partly met"),
    DemandState.NOT_MET: lazy_gettext("Not met"),
    DemandState.NOT_KNOWN: lazy_gettext("Not known"),
}

DEMAND_TONES = {
    DemandState.MET: "good",
    DemandState.PARTLY_MET: "part",
    DemandState.NOT_MET: "late",
    DemandState.NOT_KNOWN: "",
}

JUDGMENT_OUTCOMES = {
    JudgmentOutcome.UNLAWFUL: lazy_gettext("Held unlawful"),
    JudgmentOutcome.STRUCK_DOWN: lazy_gettext("Power annulled"),
    JudgmentOutcome.SUSPENDED: lazy_gettext("Stopped for the time being"),
    JudgmentOutcome.DIRECTIONS: lazy_gettext("Directions given"),
    JudgmentOutcome.LAWFUL: lazy_gettext("Upheld"),
    JudgmentOutcome.NOT_DECIDED: lazy_gettext("Legality not decided"),
    JudgmentOutcome.PENDING: lazy_gettext("Pending"),
}

JUDGMENT_TONES = {
    JudgmentOutcome.UNLAWFUL: "late",
    JudgmentOutcome.STRUCK_DOWN: "late",
    JudgmentOutcome.SUSPENDED: "part",
    JudgmentOutcome.DIRECTIONS: "",
    JudgmentOutcome.LAWFUL: "",
    JudgmentOutcome.NOT_DECIDED: "",
    JudgmentOutcome.PENDING: "open",
}

PRECEDENT_OUTCOMES = {
    PrecedentOutcome.DISCLOSED: lazy_gettext("Disclosed"),
    PrecedentOutcome.PARTLY_DISCLOSED: lazy_gettext("Partly disclosed"),
    PrecedentOutcome.ORDERED: lazy_gettext("Disclosure ordered"),
    PrecedentOutcome.REFUSAL_ANNULLED: lazy_gettext("Refusal annulled"),
}

PRECEDENT_TONES = {
    PrecedentOutcome.DISCLOSED: "good",
    PrecedentOutcome.PARTLY_DISCLOSED: "part",
    PrecedentOutcome.ORDERED: "part",
    PrecedentOutcome.REFUSAL_ANNULLED: "part",
}

BODY_ROLES = {
    Role.REGULATOR: lazy_gettext("Regulator"),
    Role.MINISTRY: lazy_gettext("Ministry"),
    Role.CABINET: lazy_gettext("Cabinet"),
    Role.OPERATOR: lazy_gettext("Network operator"),
    Role.COMMISSION: lazy_gettext("Commission"),
    Role.COURT_REGISTRY: lazy_gettext("Court registry"),
    Role.INSTITUTION: lazy_gettext("Institution of a union of States"),
    Role.APPEAL_BODY: lazy_gettext("Appeal body"),
}

DESIGNATED_BY = {
    DesignatedBy.NOTICE: lazy_gettext("in a notice of its own"),
    DesignatedBy.PAGE: lazy_gettext("on its page about information requests"),
    DesignatedBy.RULE: lazy_gettext("in a rule that binds it"),
}

ACTORS = {
    Actor.BODY: lazy_gettext("the public body"),
    Actor.REQUESTER: lazy_gettext("the requester"),
    Actor.APPEAL_BODY: lazy_gettext("the appeal body"),
}

SILENCE_MEANS = {
    SilenceMeans.APPEALABLE: lazy_gettext("You can appeal."),
    SilenceMeans.DEEMED_REFUSAL: lazy_gettext("It counts as a refusal."),
    SilenceMeans.DEEMED_GRANT: lazy_gettext("It counts as a grant of access."),
    SilenceMeans.NOTHING_STATED: lazy_gettext("The law states nothing."),
    SilenceMeans.NOT_READ: lazy_gettext("We have not read what the law says about silence."),
}

# The filters of templates that say these words, and the tones of the pills around them.
WORD_FILTERS: Mapping[str, Mapping[Any, Any]] = {
    "read_in": READ_IN,
    "demand_state": DEMAND_STATES,
    "demand_tone": DEMAND_TONES,
    "judgment_outcome": JUDGMENT_OUTCOMES,
    "judgment_tone": JUDGMENT_TONES,
    "precedent_outcome": PRECEDENT_OUTCOMES,
    "precedent_tone": PRECEDENT_TONES,
}
