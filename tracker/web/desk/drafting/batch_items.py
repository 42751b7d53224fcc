"""The items of all drafts of a batch in one table. Each body gets the items of its role."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.case.request import Draft
from tracker.domain.law.body import Role
from tracker.services.core.office import Office
from tracker.services.drafting.drafting_together import ask_together, drafts_and_requests
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import ngettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.offering import Offered, offered_questions
from tracker.web.desk.drafting.starting_sets import sets_of, starting_action
from tracker.web.record.words.wording import BODY_ROLES

PAGES = Pages("desk_batch_items", Access.DESK, "/desk/batches/<batch>")


@dataclass(frozen=True, slots=True)
class RoleGets:
    """The bodies of one role that get an item: their number, and the wording for the first one."""

    role: str
    number: int
    words: str
    language: str


@dataclass(frozen=True, slots=True)
class BatchItem:
    """An item of the catalogue, with the numbers of drafts that can have it and that have it."""

    key: str
    name: str
    when: str
    optional: bool
    roles: tuple[RoleGets, ...]
    can: int
    has: int

    @property
    def in_all(self) -> bool:
        """Return whether every draft that can have the item has it."""
        return self.has == self.can


@PAGES.route("/items", methods=["GET", "POST"])
def items(batch: str) -> Response | tuple[str, int]:
    """Choose the items of all drafts of a batch. Items that are not changed here stay."""
    office, form = the_office(), PageForm()
    drafts = _batch_drafts(office, batch)
    table = _batch_items(office, drafts)
    sets = sets_of([each.key for each in table if not each.optional], [e.key for e in table])
    ticked = {each.key for each in table if each.in_all}
    with told_on(form):
        if form.sent():
            if starts := starting_action():
                ticked = {key for each in sets if each.action == starts for key in each.keys}
            else:
                ticked = set(request.form.getlist("item"))
                return _save(office, batch, drafts, ticked, {each.key for each in table})
    return render_template(
        "desk/batch_items.html",
        form=form,
        batch=batch,
        drafts=drafts,
        items=table,
        ticked=ticked,
        was=_was(table),
        sets=sets,
        own=sum(bool(draft.own_questions) for draft in drafts),
    ), form.code


def _save(
    office: Office, batch: str, drafts: Sequence[Draft], ticked: Set[str], known: Set[str]
) -> Response:
    before = set(request.form.getlist("was"))
    added, left_out = (ticked - before) & known, (before - ticked) & known
    references = [draft.reference for draft in drafts]
    number = ask_together(office, references, added, left_out, by=by())
    flash(ngettext("{number} draft changed.", "{number} drafts changed.", number))
    return redirect(url_for("desk_batches.batch", batch=batch))


def _batch_drafts(office: Office, batch: str) -> tuple[Draft, ...]:
    """Return the drafts of a batch. Raises NotOnFile for an unknown one."""
    unfinished, _ = drafts_and_requests(office, office.related_requests.batch(batch))
    return tuple(office.drafts.draft(each) for each in unfinished)


def _batch_items(office: Office, drafts: Sequence[Draft]) -> tuple[BatchItem, ...]:
    """Return every item that one of these drafts can have, in the order of the catalogue."""
    able: dict[str, list[tuple[Draft, Offered]]] = {key: [] for key in office.library.questions}
    for draft in drafts:
        for one in offered_questions(office, draft):
            able[one.asked.key].append((draft, one))
    found = [_item(office, key, having) for key, having in able.items() if having]
    return tuple(sorted(found, key=lambda item: item.optional))


def _item(office: Office, key: str, having: Sequence[tuple[Draft, Offered]]) -> BatchItem:
    roles: dict[Role, list[tuple[Draft, Offered]]] = {}
    for draft, one in having:
        roles.setdefault(office.library.body(draft.body).role, []).append((draft, one))
    gets = tuple(_gets(role, all_of) for role, all_of in roles.items())
    has = sum(key in draft.questions for draft, _ in having)
    first = having[0][1]
    return BatchItem(key, first.name, first.when, first.optional, gets, len(having), has)


def _gets(role: Role, all_of: Sequence[tuple[Draft, Offered]]) -> RoleGets:
    draft, one = all_of[0]
    return RoleGets(str(BODY_ROLES[role]), len(all_of), one.asked.words, draft.language)


def _was(table: Sequence[BatchItem]) -> tuple[str, ...]:
    """Return the items that were selected when the page was first shown."""
    if request.method == "POST":
        return tuple(request.form.getlist("was"))
    return tuple(each.key for each in table if each.in_all)
