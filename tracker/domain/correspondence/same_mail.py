"""What two copies of one mail share, and what two mails with one Message-ID do not."""

from tracker.domain.correspondence.read_mail import ReadMail, first_header


def message_id_of(mail: ReadMail) -> str:
    """Return the Message-ID of a mail, empty if it has none. Its sender can write any."""
    return first_header(mail.lines, "message-id").strip()


def content_of(mail: ReadMail) -> tuple[str, ...]:
    """Return the parts that two copies of one mail share: senders, subject, digests of parts."""
    senders = (f"{each.name} <{each.address}>" for each in mail.senders)
    return (*senders, "", mail.subject, *(part.sha256 for part in mail.parts))
