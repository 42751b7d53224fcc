"""Choosing many bodies by a set, a saved group or a pasted text. Earlier choices stay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flask import request
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.services.core.office import Office
from tracker.services.drafting.body_groups import save_group
from tracker.services.drafting.choosing import askable
from tracker.services.drafting.pasted_bodies import NotRecognised, pasted_bodies
from tracker.services.ports.keys import Locked
from tracker.services.ports.workbook import BodyGroup
from tracker.web.base.access import by
from tracker.web.base.forms import PageForm, plain_lines
from tracker.web.base.language import gettext, lazy_gettext, page_locale
from tracker.web.desk.base.offering import BodyOffer, offers
from tracker.web.record.words.wording import BODY_ROLES

# The page shows this many unrecognised lines. The text box has all of them.
_MOST_SHOWN = 100
_FEW = 6


class BodiesForm(PageForm):
    """The bodies of a new request, and the fields that help to choose them."""

    pasted = TextAreaField(
        lazy_gettext("Names of public bodies, one on a line"),
        description=lazy_gettext("Names, short names, keys, or lines of a table."),
        filters=[plain_lines],
    )
    group = StringField(
        lazy_gettext("Name of the group"),
        [Length(max=80, message=lazy_gettext("Name must be 80 characters or fewer."))],
    )


@dataclass(frozen=True, slots=True)
class BodySet:
    """Bodies that one button adds: the button's value and words, and the keys of the bodies."""

    action: str
    label: str
    keys: tuple[str, ...]


@dataclass
class BodyChoice:
    """The chosen bodies, and the bodies, sets and groups that can be added."""

    offers: Sequence[BodyOffer]
    sets: Sequence[BodySet]
    groups: Sequence[BodyGroup]
    chosen: tuple[str, ...]
    unknown: Sequence[tuple[NotRecognised, Sequence[PublicBody]]] = ()
    total_unknown: int = 0
    said: list[str] = field(default_factory=list)


def picks() -> str:
    """Return the value of a button that changes the choice; empty for one that starts drafts."""
    return request.form.get("pick", "")


def body_choice(office: Office, block: Block, chosen: Sequence[str]) -> BodyChoice:
    """Return the choice of bodies for a block, with the `chosen` keys."""
    offered = offers(office, block)
    return BodyChoice(offered, tuple(_sets(offered, block)), _groups(office), tuple(chosen))


def pick(office: Office, block: Block, form: BodiesForm, choice: BodyChoice) -> None:
    """Change the choice as the pressed button says. Raises BadInput and NotAllowed."""
    action = picks()
    if action == "none":
        choice.chosen = ()
    elif action == "paste":
        _paste(office, block, form, choice)
    elif action == "save":
        group = save_group(office, form.group.data or "", choice.chosen, by=by())
        choice.groups, form.group.data = _groups(office), ""
        choice.said.append(gettext("Group “{name}” saved.", name=group.name))
    elif action.startswith("forget:"):
        if office.workbook.groups.forget(action.removeprefix("forget:")):
            choice.said.append(gettext("Group deleted. Requests are not changed."))
        choice.groups = _groups(office)
    elif action.startswith("group:"):
        for group in (each for each in choice.groups if f"group:{each.id}" == action):
            _add(choice, group.bodies)
    else:
        for each in (each for each in choice.sets if each.action == action):
            _add(choice, each.keys)


def _paste(office: Office, block: Block, form: BodiesForm, choice: BodyChoice) -> None:
    """Add the bodies in the pasted text. The lines that name none stay in the text box."""
    known = askable(office, block)
    found = pasted_bodies(form.pasted.data or "", known)
    _add(choice, found.bodies)
    if found.beside:
        words = page_locale().listed([f"“{each}”" for each in found.beside[:_FEW]])
        choice.said.append(
            gettext(
                "Parts of lines that name no body were left out: {number}. They include {words}.",
                number=len(found.beside),
                words=words,
            )
        )
    names = {body.key: body for body in known}
    choice.unknown = [
        (each, [names[key] for key in each.near]) for each in found.unknown[:_MOST_SHOWN]
    ]
    choice.total_unknown = len(found.unknown)
    form.pasted.data = found.left


def _add(choice: BodyChoice, keys: Sequence[str]) -> None:
    """Add bodies to the choice, with a message about those that cannot be asked."""
    can = [each.body.key for each in choice.offers if not each.why_not]
    added = [key for key in keys if key in can and key not in choice.chosen]
    choice.chosen = (*choice.chosen, *added)
    number = len(added)
    choice.said.append(gettext("Bodies added: {number}.", number=number))
    if barred := [each for each in choice.offers if each.why_not and each.body.key in keys]:
        choice.said += [f"{each.body.short_name}: {each.why_not}" for each in barred[:_FEW]]
    offered = {each.body.key for each in choice.offers}
    if others := sum(key not in offered for key in keys):
        choice.said.append(
            gettext("Not among the bodies that can be asked here: {number}.", number=others)
        )


def _sets(offered: Sequence[BodyOffer], block: Block) -> Iterator[BodySet]:
    """Yield each set with a body in it: those of the block, by role, by law, and all."""
    can = [each for each in offered if not each.why_not]
    linked = tuple(each.body.key for each in can if each.body.key in block.bodies)
    if linked:
        label = gettext("Linked to this block ({number})", number=len(linked))
        yield BodySet("linked", label, linked)
    roles = dict.fromkeys(each.body.role for each in can)
    for role in roles if len(roles) > 1 else ():
        keys = tuple(each.body.key for each in can if each.body.role is role)
        yield BodySet(f"role:{role.value}", f"{BODY_ROLES[role]} ({len(keys)})", keys)
    laws = dict.fromkeys(each.key for each in can)
    for law in laws if len(laws) > 1 else ():
        keys = tuple(each.body.key for each in can if each.key == law)
        title = next(each.title for each in can if each.key == law)
        yield BodySet(f"law:{law}", f"{title} ({len(keys)})", keys)
    if len(can) > 1:
        keys = tuple(each.body.key for each in can)
        yield BodySet("all", gettext("All {number}", number=len(keys)), keys)


def _groups(office: Office) -> Sequence[BodyGroup]:
    """Return the saved groups; none while they are locked."""
    try:
        return office.workbook.groups.all()
    except Locked:
        return ()
