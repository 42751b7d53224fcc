"""Named groups of public bodies of the office."""

from collections.abc import Sequence
from secrets import token_hex

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.services.core.office import Office
from tracker.services.ports.workbook import BodyGroup

LONGEST_GROUP_NAME = 80
MOST_BODIES = 500


def save_group(office: Office, name: str, bodies: Sequence[str], *, by: str) -> BodyGroup:
    """Store the chosen bodies as a new group, and return it.

    Raises BadInput without a name or bodies, NotAllowed if another group has the name, and
    NotOnFile for an unknown body.
    """
    said = " ".join(name.split())
    if not said:
        raise BadInput("Enter a name for the group.")
    if len(said) > LONGEST_GROUP_NAME:
        raise BadInput("Name must be 80 characters or fewer.")
    if not bodies:
        raise BadInput("Choose a public body.")
    if len(bodies) > MOST_BODIES:
        raise BadInput("A group can have up to 500 bodies.")
    keys = tuple(dict.fromkeys(office.library.body(key).key for key in bodies))
    group = BodyGroup(token_hex(8), said, keys, by, office.now())
    if not office.workbook.groups.add(group):
        raise NotAllowed("A group named “{name}” exists already. Choose another name.", name=said)
    return group
