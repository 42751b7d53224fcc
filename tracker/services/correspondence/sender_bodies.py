"""The public bodies from whose domains a mail seems to come. Anyone can write any sender."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from tracker.domain.correspondence.read_mail import ReadMail
from tracker.domain.correspondence.sender_domains import is_of_body
from tracker.domain.law.body import PublicBody
from tracker.services.core.office import Office

# Hosts that many bodies and everyone else share: they do not show who writes.
_SHARED_HOSTS = frozenset(
    {
        "aol.com", "facebook.com", "gmail.com", "gmx.com", "gmx.net", "googlemail.com",
        "hotmail.com", "icloud.com", "live.com", "mail.com", "msn.com", "outlook.com",
        "proton.me", "protonmail.com", "twitter.com", "x.com", "yahoo.com", "yandex.com",
        "ymail.com", "youtube.com", "zoho.com",
    }
)  # fmt: skip


def domains_of_body(body: PublicBody) -> tuple[str, ...]:
    """Return the domains from which a body may write: those of its address and its website."""
    website = (urlsplit(body.website).hostname or "").removeprefix("www.")
    found = (body.email.rpartition("@")[2].lower(), website)
    return tuple(dict.fromkeys(each for each in found if each and each not in _SHARED_HOSTS))


def bodies_of_sender(office: Office, read: ReadMail) -> Sequence[PublicBody]:
    """Return the bodies from which a mail seems to come, by the domain or the whole address."""
    sender = read.sender
    if sender is None:
        return ()
    return tuple(
        body
        for body in office.library.bodies.values()
        if is_of_body(sender.domain, domains_of_body(body))
        or (body.email and sender.address.lower() == body.email.lower())
    )


def domains_of_bodies(bodies: Iterable[PublicBody]) -> tuple[str, ...]:
    """Return the domains from which these bodies may write, each once."""
    return tuple(dict.fromkeys(each for body in bodies for each in domains_of_body(body)))


def known_domains(office: Office) -> tuple[str, ...]:
    """Return the domains from which the bodies of the law library may write."""
    return domains_of_bodies(office.library.bodies.values())
