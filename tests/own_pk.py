"""Own scenes of the part."""
from datetime import date
from tests.services.letters.scenes_to_score import *
from tests.services.letters.scenes_to_score import _finished
CONF = VagueGround(GroundCategory.CONFIDENTIAL, "official secret")
NATSEC = VagueGround(GroundCategory.OTHER, "the interest of national security")
OWN = {
 "pk-moitt-secret": Scene("pk-moitt", said("refused", DECIDED, outcome(Outcome.REFUSED, vague=CONF),
    details=paper("2-14/2026-RTI", date(2026,8,17), "Deputy Director", "The record is an official secret and cannot be furnished."), lacking=frozenset({"exact-exception","appeal-right"}))),
 "pk-pta-mixed": Scene("pk-pta", said("partly-answered", LATE, outcome(Outcome.REFUSED,"s7-b"), outcome(Outcome.REFUSED,"s7-c"), outcome(Outcome.REFUSED,"s16-1-g"), outcome(Outcome.DISCLOSED), outcome(Outcome.PASSED_OVER), outcome(Outcome.REFUSED, vague=NATSEC),
    details=paper("PTA/RTI/88", date(2026,9,10), "Director (Law)", "Minutes are exempt under section 7(b), opinions under section 7(c), correspondence with the company under section 16(1)(g); the remainder in the interest of national security."), lacking=frozenset({"severance"}))),
 "pk-moitt-tiktok-fee": Scene("pk-pta", noticed(FeeNoticed(on=DaySpan.on(date(2026,8,14)), sum="Rs. 12,000/-", calculation=FeeCalculation.NOT_SHOWN, charges=(FeeCharge.STAFF_TIME,)), paper("PTA/RTI/91", date(2026,8,13), "Director (Coordination)", "An amount of Rs. 12,000/- may be deposited for search and copying.")), block="pk-tiktok-2021-07"),
 "pk-pta-wikipedia-interior": Scene("pk-pta", said("refused", DECIDED, outcome(Outcome.REFUSED, "s16-1-b", "s16-1-i"), details=paper("PTA/RTI/92", date(2026,8,17), "Director (Law)", "Declined under section 16(1)(b) and (i)."), lacking=frozenset({"severance","appeal-right"})), block="pk-wikipedia-2023"),
 "pk-interior-transfer": Scene("pk-moitt", noticed(Transferred(on=DaySpan.on(date(2026,8,12)), to="pk-pta"), paper("3-30/2026", date(2026,8,11), "Section Officer (RTI)", "The request is transferred to PTA."))),
}
