"""What is asked for a copy, in parts that one process makes: all that belongs to a record at once,
so that the record is read once and not by each process."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from tracker.mirror.asking import AskFor, KeptAnswer
from tracker.web.base.language import prefix_of

# Some records with all of their addresses; fewer if little is asked for.
_CHUNK, _LEAST, _PARTS = 24, 8, 40
_RECORDS = "/requests/"


class AskedPages:
    """The addresses that nobody was given yet, in parts; and what was asked of records whose new
    pages are being made, because their other pages are made with them."""

    def __init__(self, languages: Iterable[str]) -> None:
        self._prefixes = [f"{each}/" for each in map(prefix_of, languages) if each]
        self._parts = deque[Sequence[AskFor]]()
        self._under_way: dict[str, list[AskFor]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[AskFor]:
        return (each for part in self._parts for each in part)

    def next(self) -> Sequence[AskFor]:
        """Return the next part and remove it."""
        return self._parts.popleft()

    def add(self, wanted: Iterable[AskFor]) -> None:
        """Ask for addresses, unless they may be made with a page that is being made."""
        free = list[AskFor]()
        for each in wanted:
            self._under_way.get(self.record_of(each.address), free).append(each)
        self._parts.extend(self._in_parts(free))
        new = (self.record_of(each.address) for each in free if not each.made_from)
        self._under_way |= {record: [] for record in new if record}

    def leave_out(self, made: Collection[str]) -> None:
        """Ask no longer for these addresses."""
        left = ([each for each in part if each.address not in made] for part in self._parts)
        self._parts = deque(filter(None, left))

    def settle(self, answered: Sequence[KeptAnswer]) -> None:
        """Ask again for what was asked meanwhile of these records and was not made with them."""
        made = {each.address for each in answered}
        for record in {self.record_of(address) for address in made}:
            held = self._under_way.pop(record, ())
            self.add(each for each in held if each.address not in made)

    def made_with(self, asked: AskFor, answer: KeptAnswer) -> Sequence[str]:
        """Return the addresses that are made with a page: where a new page of a record leads
        within it."""
        record = self.record_of(asked.address)
        if not record or asked.made_from or not answer.found:
            return ()
        return [to for to in answer.found.links if self.record_of(to) == record]

    def record_of(self, address: str) -> str:
        """Return the record that an address belongs to; empty if it belongs to none."""
        place = self._place(address)
        if not place.startswith(_RECORDS):
            return ""
        return place[len(_RECORDS) :].partition("?")[0].partition("/")[0].partition(".")[0]

    def _place(self, address: str) -> str:
        """Return an address without its language."""
        for each in self._prefixes:
            if address.startswith(each):
                return address[len(each) - 1 :]
        return address

    def _in_parts(self, wanted: Sequence[AskFor]) -> Iterator[Sequence[AskFor]]:
        """Yield addresses in an order in which a page needs what the page before it has read, and
        in parts that keep several processes busy. What is asked of a record at once is in
        one part."""
        size = max(_LEAST, min(_CHUNK, len(wanted) // _PARTS))
        part = list[AskFor]()
        ordered = sorted(wanted, key=lambda each: self._place(each.address))
        for _, together in groupby(ordered, lambda each: self.record_of(each.address) or each):
            if len(part) >= size:
                yield part
                part = []
            part += together
        if part:
            yield part
