"""What is known of mail that the office sent, to find answers to it."""

from collections.abc import Collection, Mapping

from tracker.domain.correspondence.matching import TokenOwner
from tracker.services.ports.correspondence.reading import SentMail


class NothingSent(SentMail):
    """An office that sent no mail yet: no token, and nothing to answer."""

    def tokens(self) -> Mapping[str, TokenOwner]:
        return {}

    def of_message_ids(self, ids: Collection[str]) -> Mapping[str, str]:
        return {}

    def of_envelope_ids(self, ids: Collection[str]) -> Mapping[str, str]:
        return {}
