"""A process that hands a letter over to a real server, and is killed on the way.

python -m tests.services.correspondence.dying FOLDER PORT MOMENT WHERE
"""

import os
import signal
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.mail.body_servers import letter_post
from tests.offices import an_office, the_library
from tests.services.correspondence.filing_scenes import with_filing_address
from tests.services.correspondence.mail_scenes import with_an_address
from tests.shared import database_in
from tracker.mail import SmtpLetterPost
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.ports.correspondence.letters import HandedOver, MailEnvelope


def die(*_: Any, **__: Any) -> Any:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


class DiesAfterTheAnswer(SmtpLetterPost):
    """A letter post that hands the letter over, and then ends the process."""

    def hand(self, envelope: MailEnvelope, envid: str) -> HandedOver:
        super().hand(envelope, envid)
        return die()  # type: ignore[no-any-return]


class DiesBefore(SmtpLetterPost):
    """A letter post that ends the process before it asks the server."""

    hand = die


def main(folder: str, port: str, moment: str, where: str) -> None:
    """Hand over the waiting letters, and end the process at this place."""
    library = with_filing_address(with_an_address(the_library()))
    url = database_in(Path(folder))
    with an_office(Path(folder), url=url, library=library, key_file=None) as (office, clock):
        clock.moment = datetime.fromisoformat(moment)
        post = letter_post(int(port))
        if where == "after the answer":
            post.__class__ = DiesAfterTheAnswer
        if where == "before the server is asked":
            post.__class__ = DiesBefore
        letters = office.letter_queue
        if where == "before it is noted":
            object.__setattr__(letters, "handed", die)
        hand_over_letters(replace(office, letter_post=post))
        if where == "after it is noted":
            die()


if __name__ == "__main__":
    main(*sys.argv[1:])
