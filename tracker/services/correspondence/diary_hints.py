"""Requests that share a number with a mail: a number that the body gave an earlier letter.

Such numbers are private, so they are looked up while a person has a key open, and only shown: a
number is a hint, because several files of a body may have the same one.
"""

from collections.abc import Iterator

from tracker.domain.correspondence.diary_numbers import diary_numbers
from tracker.domain.correspondence.matching import Candidate, MatchRule
from tracker.domain.correspondence.read_mail import ReadMail
from tracker.domain.words.folding import search_words
from tracker.services.core.office import Office
from tracker.services.ports.correspondence.mail_desk import MailTab
from tracker.services.ports.correspondence.mail_search import MailFilter
from tracker.services.ports.correspondence.reading import MatchDecision
from tracker.services.ports.search import Query, QueryTerm

# A number that more requests share points to none of them.
_MOST_REQUESTS = 3
_MOST_MAILS = 10


def requests_by_number(office: Office, read: ReadMail) -> tuple[Candidate, ...]:
    """Return the requests whose documents, notes or earlier mail name a number of this mail.

    Raises Locked.
    """
    found: dict[str, str] = {}
    for number in diary_numbers(read):
        query = Query((QueryTerm(search_words(number)),))
        named = {*_in_requests(office, query), *_in_placed_mail(office, query)}
        if len(named) <= _MOST_REQUESTS:
            found = dict.fromkeys(sorted(named), number) | found
    return tuple(Candidate(each, MatchRule.DIARY_NUMBER, words) for each, words in found.items())


def _in_requests(office: Office, query: Query) -> Iterator[str]:
    yield from office.private_search.find(query, _MOST_REQUESTS + 1).references


def _in_placed_mail(office: Office, query: Query) -> Iterator[str]:
    ports = office.mail_reading
    for mail in ports.search.find(query, MailFilter(MailTab.PLACED), _MOST_MAILS):
        for each in ports.readings.matches(mail.id):
            if each.decision is MatchDecision.TAKEN:
                yield each.request
