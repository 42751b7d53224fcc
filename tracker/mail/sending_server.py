"""Connects to the server that sends, as for a letter, and reports the abilities that it names."""

import smtplib

from tracker.mail.secured import tls_of
from tracker.mail.smtp import SIGN_IN_REFUSED, TIMEOUT_SECONDS, Server, connected, short
from tracker.services.ports.correspondence.checking import SendingServer
from tracker.services.ports.reminders import PostTrouble


def greeted_by(server: Server, timeout: float = TIMEOUT_SECONDS) -> SendingServer:
    """Connect and sign in; return what the server says. Nothing is sent. Raises PostTrouble."""
    place = f"{server.host}:{server.port}"
    try:
        with connected(server, timeout) as connection:
            connection.ehlo_or_helo_if_needed()
            told = connection.esmtp_features.items()
            abilities = tuple(" ".join([name.upper(), *words.split()]) for name, words in told)
            return SendingServer(place, abilities, tls_of(connection.sock), bool(server.user))
    except smtplib.SMTPAuthenticationError as error:
        raise PostTrouble(SIGN_IN_REFUSED) from error
    except smtplib.SMTPNotSupportedError as error:
        raise PostTrouble(
            "The mail server takes no user: leave the user out of TRACKER_SMTP_URL, or use TLS."
        ) from error
    except smtplib.SMTPResponseException as error:
        said = f"The mail server says: {error.smtp_code} {short(error.smtp_error)}"
        raise PostTrouble(said) from error
    except (smtplib.SMTPException, OSError) as error:
        raise PostTrouble(
            f"The mail server {server.host} cannot be reached on port {server.port}: "
            f"{short(str(error))}"
        ) from error
