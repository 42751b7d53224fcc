"""Drafts of requests: block, body, law, eligibility, questions, applicant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.case_status import Phase, case_status_of
from tracker.domain.case.request import NOT_ELIGIBLE, Applicant, Draft, OwnQuestion, Recipient
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.law import Law, LetterKind
from tracker.domain.law.petition import PETITIONER
from tracker.domain.law.questions import OWN
from tracker.services.core.anonymity import identifying
from tracker.services.core.current_library import law_lacks
from tracker.services.core.days import require_past
from tracker.services.core.entering import enter
from tracker.services.core.office import Office
from tracker.services.drafting.asking_for import asked, drafted_event
from tracker.services.drafting.choosing import chosen, propose
from tracker.services.drafting.document_files import list_documents, with_documents
from tracker.services.letters.offering import language_lacks, letter_languages, unworded_items
from tracker.services.letters.request_words import enclosable
from tracker.services.letters.wordings.taking_on import barred_languages, require_usable
from tracker.services.people.handover import take_charge
from tracker.services.people.reprisals import decision_lacks, reprisals_of, signatory_lacks

# The phases in which the body missed its time limit, or gave less than was asked.
REPEATABLE = frozenset(
    {
        Phase.SILENT,
        Phase.REFUSED,
        Phase.PARTLY_ANSWERED,
        Phase.NOT_HELD,
        Phase.APPEALED,
        Phase.APPEAL_SILENT,
        Phase.DECIDED,
    }
)


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a draft still needs before its letter can go out."""

    field: str
    why: BadInput


def start(
    office: Office,
    block: str,
    body: str,
    *,
    by: str,
    on: date | None = None,
    questions: Sequence[str] = (),
) -> Draft:
    """Return a new draft with everything proposed filled in. It asks these questions, or the core
    questions if there are none.

    The capacity of the applicant is a statement of fact, so it stays empty. Raises what `propose`
    raises, and BadInput if a question does not fit the body.
    """
    proposed = _proposed(office, block, body, on, questions)
    (draft,) = begin_all(office, [proposed], Applicant(), by=by)
    return draft


def start_together(
    office: Office,
    block: str,
    bodies: Sequence[str],
    applicant: Applicant,
    capacities: Mapping[str, str],
    supporters: Sequence[str] = (),
    *,
    by: str,
) -> Sequence[Draft]:
    """Return one new draft for each body, each with its own reference, law and words.

    All are saved or none. `capacities` are by law, `supporters` are the organisations that support
    them all. Raises BadInput for a body that cannot be asked about the block, and what `propose`
    raises.
    """
    behind = tuple(supporters)
    drafts = [_proposed(office, block, body.key, None) for body in chosen(office, block, bodies)]
    drafts = [
        replace(each, eligibility=capacities.get(each.law, each.eligibility), supporters=behind)
        for each in drafts
    ]
    return begin_all(office, drafts, applicant, by=by)


def start_alike(
    office: Office,
    like: Draft | Drafted,
    applicant: Applicant,
    bodies: Sequence[str],
    *,
    beside: str,
    by: str,
) -> Sequence[Draft]:
    """Return drafts to `bodies` about the same block, for the same applicant and supporters.

    All are saved or none, in the batch of the request or draft `beside`. Items are proposed for
    each body, a capacity is copied only under the same law, and enclosures are copied. Raises as
    `start_together` does.
    """
    drafts = [
        alike(office, like, body.key, applicant) for body in chosen(office, like.block, bodies)
    ]
    return begin_all(office, drafts, applicant, beside=beside, by=by)


def repeat(office: Office, reference: str, *, by: str) -> Draft:
    """Return a new draft that asks the same body for the same items, linked to the first request.

    It will have a statutory clock of its own. Raises NotAllowed while the body may still answer in
    time.
    """
    with office.cases.look(reference) as case:
        case_status, applicant = case_status_of(case.history, office.library), case.applicant()
    before = case_status.case_state.drafted
    if before is None or case_status.phase not in REPEATABLE:
        raise NotAllowed(
            "You can repeat a request only after it was refused or its time limit has passed "
            "without a response. Until then, you can send a reminder."
        )
    draft = alike(office, before, before.body, applicant)
    keys = {asked.key for asked in before.questions}
    again = replace(
        draft,
        questions=tuple(key for key in draft.questions if key in keys),
        own_questions=tuple(
            OwnQuestion(asked.elements[0], asked.words)
            for asked in before.questions
            if asked.key.startswith(OWN)
        ),
        urgent=before.urgent,
    )
    (begun,) = begin_all(office, [again], applicant, repeats=reference, by=by)
    return begun


def alike(office: Office, like: Draft | Drafted, body: str, applicant: Applicant) -> Draft:
    """Return an unsaved draft to a body about the same block, for the same applicant."""
    draft = _proposed(office, like.block, body, None)
    law = office.library.law(draft.law)
    known = enclosable(office, like.block, draft.language, applicant.documents)
    return replace(
        draft,
        language=_language(office, law, like.language),
        eligibility=like.eligibility if draft.law == like.law else "",
        supporters=like.supporters,
        enclosures=tuple(each for each in like.enclosures if each in known),
    )


def _proposed(
    office: Office, block: str, body: str, on: date | None, wanted: Sequence[str] = ()
) -> Draft:
    proposal = propose(office, block, body, on)
    core = [question.key for question in proposal.questions if question.core]
    fitting = [question.key for question in proposal.questions]
    if not set(wanted) <= set(fitting):
        raise BadInput("These items do not fit this body. Choose them in the draft.")
    return Draft(
        reference=office.new_reference(),
        version=0,
        block=block,
        body=body,
        law=proposal.law.key,
        language=_language(office, proposal.law),
        questions=tuple(key for key in fitting if key in (wanted or core)),
        # Anyone may send a petition, so there is no capacity to state.
        eligibility=PETITIONER if proposal.law.petition else "",
    )


def _language(office: Office, law: Law, wanted: str = "") -> str:
    """Return the wanted language if the office may send requests in it, else the first one that
    it may use."""
    return next(iter(request_languages(office, law, wanted)), law.languages[0])


def request_languages(office: Office, law: Law, first: str = "") -> tuple[str, ...]:
    """Return the languages in which this office may send requests under a law; `first` comes first
    if it is among them."""
    known = letter_languages(office.documents, law, LetterKind.REQUEST, first)
    barred = barred_languages(office, law)
    return tuple(each for each in known if each not in barred)


def begin_all(
    office: Office,
    drafts: Sequence[Draft],
    applicant: Applicant,
    *,
    by: str,
    beside: str = "",
    repeats: str = "",
    comes_from: str = "",
) -> Sequence[Draft]:
    """Save new drafts, all or none, and assign them to the person who begins them.

    The applicant's documents are copied from the request to which they belong.
    """
    at = office.now()
    # The recipient of another letter may be wrong for this one.
    bare = replace(applicant, documents=(), recipient=Recipient())
    told = _stamped(bare, Applicant(), at)
    new = [(replace(draft, changed_at=at, changed_by=by), told) for draft in drafts]
    with office.cases.together():
        begun = office.drafts.begin(new, beside=beside, repeats=repeats, comes_from=comes_from)
        for draft in begun:
            take_charge(office, draft.reference, by=by)
        if applicant.documents:
            source = beside or repeats or comes_from
            begun = [with_documents(office, each, applicant, source) for each in begun]
    return begun


def discard(office: Office, reference: str, version: int) -> None:
    """Delete a draft with its documents. Raises ChangedMeanwhile if it has another version."""
    documents = office.drafts.applicant_of(reference).documents
    office.drafts.discard(reference, version)
    for each in documents:
        office.archive.forget(reference, each.digest)


def save(office: Office, draft: Draft, applicant: Applicant, *, by: str) -> Draft:
    """Save what was typed.

    Raises ChangedMeanwhile if someone else saved first, and BadInput for an urgent request without
    the facts that make it so.
    """
    if draft.urgent and applicant.urgency.missing:
        raise BadInput(
            "An urgent request needs three facts: whose life or liberty is at stake, how the "
            "records protect it, and by when they are needed."
        )
    own = applicant.recipient
    if (own.post or own.address) and not own.source:
        raise BadInput("Enter the source of the other address, or why the letter goes there.")
    at = office.now()
    before = office.drafts.applicant_of(draft.reference) if draft.version else Applicant()
    told = _stamped(applicant, before, at)
    return office.drafts.save(replace(draft, changed_at=at, changed_by=by), told)


def _stamped(applicant: Applicant, before: Applicant, at: datetime) -> Applicant:
    """Return the applicant with the time at which consent was last given or withdrawn."""
    changed = applicant.consents_to_publication != before.consents_to_publication
    return replace(applicant, consent_changed_at=at if changed else before.consent_changed_at)


def lacks(office: Office, draft: Draft, applicant: Applicant) -> tuple[Lack, ...]:
    """Return what is missing, each with its field; empty when the draft is ready."""
    law = office.library.law(draft.law)
    found: list[Lack] = []
    if lack := law_lacks(office.library, law.key):
        found.append(Lack("law", lack))
    if lack := _capacity_lacks(law, draft.eligibility):
        found.append(Lack("eligibility", lack))
    if not draft.questions and not draft.own_questions:
        found.append(Lack("questions", BadInput("Choose at least one item to ask for.")))
    if lack := language_lacks(office.documents, law, LetterKind.REQUEST, draft.language):
        found.append(Lack("language", lack))
    found += (Lack("questions", why) for why in unworded_items(office.library, draft))
    if not applicant.name.strip():
        found.append(Lack("name", BadInput("Enter the applicant’s name.")))
    if not applicant.address.strip():
        found.append(Lack("address", BadInput("Enter a complete address for the reply.")))
    if not applicant.contact.strip():
        found.append(Lack("contact", BadInput("Enter an email address or phone number.")))
    return (*found, *_naming(office, draft, applicant))


def signing_lack(office: Office, draft: Draft, applicant: Applicant) -> tuple[Lack, ...]:
    """Return what is missing before a letter to a body with noted reprisals may be signed: a
    lawyer's decision who signs, or the name in the draft of the one chosen. Empty without
    reprisals."""
    noted = reprisals_of(office, draft.body)
    if not noted:
        return ()
    decision = office.drafts.signing(draft.reference)
    if why := decision_lacks(noted, decision):
        return (Lack("signing", why),)
    why = signatory_lacks(decision, applicant.name)
    return (Lack("signatory", why),) if why else ()


def all_lacks(office: Office, draft: Draft, applicant: Applicant) -> tuple[Lack, ...]:
    """Return what is missing before the draft can be finalised, with the decision on who signs."""
    return (*lacks(office, draft, applicant), *signing_lack(office, draft, applicant))


def _naming(office: Office, draft: Draft, applicant: Applicant) -> Iterator[Lack]:
    """Yield a lack for each typed item that names the applicant or someone else.

    Items are part of the timeline, which holds no personal data and outlives an erasure.
    """
    known = " ".join(each.words for each in asked(office, replace(draft, own_questions=())))
    for place, own in enumerate(draft.own_questions):
        if why := naming(own.words, applicant, known):
            yield Lack(f"own_questions-{place}-words", why)


def naming(words: str, applicant: Applicant, known: str = "") -> BadInput | None:
    """Return why these words cannot be used for an item, None if they name nobody."""
    found = identifying(words, applicant, known)
    if found is None:
        return None
    return BadInput(
        "An item in your own words contains {found}. The wording is fixed once finalised, so "
        "rephrase it: for example “the applicant”, or an official’s post.",
        found=found,
    )


def _capacity_lacks(law: Law, capacity: str) -> BadInput | None:
    if not law.eligibility.kinds or capacity in law.eligibility.kinds:
        return None
    if capacity == NOT_ELIGIBLE:
        return BadInput(
            "Under {law}, this applicant cannot make a request ({section}). Name someone who can.",
            law=law.mention,
            section=law.cite(law.eligibility.sources),
        )
    return BadInput("Choose the capacity in which the applicant can make the request.")


def settle(
    office: Office, reference: str, version: int, *, by: str, on: date | None = None
) -> None:
    """Turn the draft into a request, dated today, or `on` for one finalised on paper.

    Raises BadInput naming what is missing, or for a date in the future or on which the law was not
    in force; NotAllowed if a live office would send a wording that nobody reviewed or took on;
    and ChangedMeanwhile if the draft has another version.
    """
    with office.cases.open_new(reference) as case:
        draft, applicant = case.take_draft(version)
        if missing := all_lacks(office, draft, applicant):
            whole = tuple(lack.why for lack in missing)
            raise BadInput("The draft cannot be finalised yet. {whole}", whole=whole)
        require_usable(office, office.library.law(draft.law), draft.language)
        if on:
            _check_day(office, draft, on)
        case.keep_applicant(applicant)
        list_documents(office, case, applicant.documents)
        enter(office, case, drafted_event(office, draft, on), by=by)
        take_charge(office, reference, by=by)


def _check_day(office: Office, draft: Draft, on: date) -> None:
    """Refuse a date in the future, or on which the law was not in force. Raises BadInput."""
    require_past(office, draft.body, on)
    law = office.library.law(draft.law)
    law.require_in_force(on)
    if on not in law.in_force:
        raise BadInput(
            "On {on}, {law} was not in force. Check the date of the document.",
            law=law.mention,
            on=on,
        )
