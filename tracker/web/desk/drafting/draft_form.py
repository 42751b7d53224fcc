"""The form of a draft: applicant, capacity, records asked for and supporters."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from flask import request
from flask_babel import gettext
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, ValidationError

from tracker.domain.base.errors import BadInput, Refusal
from tracker.domain.case.request import Applicant, Cosigner, Draft, OwnQuestion
from tracker.domain.law.questions import Element
from tracker.domain.words.question_checks import Opinion, opinion_in
from tracker.services.core.naming import ELEMENTS
from tracker.services.ports.cases import ChangedMeanwhile
from tracker.web.base.forms import DayField, PageForm, capitalised, plain_lines
from tracker.web.base.language import lazy_gettext

LONGEST_QUESTION = 4000
LONGEST_PARTICULAR = 1000
MOST_OWN = 40
# Buttons beside a record in one's own words: the action and the record's number.
_BESIDE = re.compile(r"(up|down|reword)-(\d{1,2})")
OWN_WORDS = re.compile(r"own_questions-(\d{1,2})-words")


class OwnQuestionForm(Form):
    """A record request in the requester's own words."""

    element = SelectField(
        lazy_gettext("What it is about"),
        choices=partial(capitalised, {key.value: words for key, words in ELEMENTS.items()}),
    )
    words = TextAreaField(
        lazy_gettext("Item"),
        [
            Length(
                max=LONGEST_QUESTION,
                message=lazy_gettext("Item must be 4,000 characters or fewer."),
            )
        ],
        filters=[plain_lines],
    )

    @property
    def opinion(self) -> Opinion | None:
        """Return what in it asks for an opinion instead of a record, with another wording; None
        if nothing does."""
        return opinion_in(self.words.data or "")


class CosignerForm(Form):
    """An organisation that co-signs with the applicant, and who signs for it."""

    organisation = SelectField(lazy_gettext("Organisation"), choices={}, validate_choice=False)
    called = StringField(
        lazy_gettext("Its name, if not in the list"),
        [
            Length(
                max=LONGEST_PARTICULAR,
                message=lazy_gettext("Name must be 1,000 characters or fewer."),
            )
        ],
    )
    signatory = StringField(
        lazy_gettext("Person signing"),
        [
            Length(
                max=LONGEST_PARTICULAR,
                message=lazy_gettext("Name must be 1,000 characters or fewer."),
            )
        ],
    )
    post = StringField(
        lazy_gettext("Post"),
        [
            Length(
                max=LONGEST_PARTICULAR,
                message=lazy_gettext("Post must be 1,000 characters or fewer."),
            )
        ],
    )

    def typed(self) -> Cosigner:
        """Return the organisation as typed.

        One of the library is identified by its key, without a name.
        """
        key = self.organisation.data or ""
        key = key if key in {choice[0] for choice in self.organisation.iter_choices()} else ""
        return Cosigner(
            organisation=key,
            name="" if key else (self.called.data or "").strip(),
            signatory=(self.signatory.data or "").strip(),
            post=(self.post.data or "").strip(),
        )

    def validate_signatory(self, field: StringField) -> None:
        """Require an organisation if a signatory is named."""
        named = self.organisation.data or (self.called.data or "").strip()
        if (field.data or self.post.data or "").strip() and not named:
            raise ValidationError(gettext("Choose the organisation this person signs for."))


class SettleForm(PageForm):
    """Finalising, today or on the day of a paper letter."""

    version = HiddenField()
    settled_on = DayField(
        lazy_gettext("Date of the signed letter"),
        optional=True,
        description=lazy_gettext("Only if the letter was signed on paper on an earlier date."),
    )

    def __init__(self, **known: Any) -> None:
        super().__init__(
            settled_on=request.args.get("settled_on", type=date.fromisoformat), **known
        )

    def typed_version(self) -> int:
        """Return the version that the form was opened with. Raises BadInput if it is missing."""
        try:
            return int(self.version.data or "")
        except ValueError:
            raise BadInput("The form is damaged. Open the draft again.") from None

    @property
    def day(self) -> str | None:
        """Return the day of the paper letter as addresses write it; None if none was typed."""
        return self.settled_on.data.isoformat() if self.settled_on.data else None


class AskedForm(PageForm):
    """The records that are asked for."""

    questions = SelectMultipleField(lazy_gettext("Items to request"), validate_choice=False)
    own_questions = FieldList(
        FormField(OwnQuestionForm),
        label=lazy_gettext("Items in your own words"),
        max_entries=MOST_OWN,
    )
    language = SelectField(lazy_gettext("Language of the letter"))
    urgent = BooleanField(lazy_gettext("The request is urgent: life or liberty is at stake"))


class ApplicantForm(PageForm):
    """The applicant, who stays private."""

    eligibility = RadioField(
        lazy_gettext("Capacity of the applicant"),
        validate_choice=False,
        default="",
    )
    name = StringField(
        lazy_gettext("Name of the applicant"),
        [
            Length(
                max=LONGEST_PARTICULAR,
                message=lazy_gettext("Name must be 1,000 characters or fewer."),
            )
        ],
        description=lazy_gettext("As it will appear in the letter."),
    )
    address = TextAreaField(
        lazy_gettext("Address"),
        [
            Length(
                max=LONGEST_PARTICULAR,
                message=lazy_gettext("Address must be 1,000 characters or fewer."),
            )
        ],
        description=lazy_gettext("A complete postal address. The reply goes there."),
        filters=[plain_lines],
    )
    contact = StringField(
        lazy_gettext("Email address or phone number"),
        [
            Length(
                max=LONGEST_PARTICULAR,
                message=lazy_gettext("This must be 1,000 characters or fewer."),
            )
        ],
    )
    consents = BooleanField(lazy_gettext("The applicant agrees that this request is published"))

    supporters = SelectMultipleField(lazy_gettext("Organisations that support the request"))
    cosigners = FieldList(
        FormField(CosignerForm),
        label=lazy_gettext("Co-signatories"),
        max_entries=MOST_OWN,
    )

    def offer(self, organisations: Mapping[str, str]) -> None:
        """Offer the organisations of the library, by key and name."""
        self.supporters.choices = dict(organisations)
        for entry in self.cosigners:
            entry.form.organisation.choices = {"": gettext("Not in this list")} | dict(
                organisations
            )

    def typed_applicant(self, kept: Applicant) -> Applicant:
        """Return the applicant and co-signers as typed, keeping other stored details."""
        return replace(
            kept,
            name=(self.name.data or "").strip(),
            address=(self.address.data or "").strip(),
            contact=(self.contact.data or "").strip(),
            consents_to_publication=bool(self.consents.data),
            cosigners=self._signers(kept),
        )

    def typed_supporters(self) -> tuple[str, ...]:
        """Return the supporting organisations of the library: the ticked and the signing ones."""
        signing = [signer.organisation for signer in self._signers(Applicant())]
        return tuple(dict.fromkeys((*(self.supporters.data or ()), *filter(None, signing))))

    def _signers(self, kept: Applicant) -> tuple[Cosigner, ...]:
        logos = {(each.organisation, each.name): each.logo for each in kept.cosigners}
        typed = (entry.form.typed() for entry in self.cosigners)
        return tuple(
            replace(signer, logo=logos.get((signer.organisation, signer.name), ""))
            for signer in typed
            if signer.organisation or signer.name
        )


class DraftForm(SettleForm, AskedForm, ApplicantForm):
    """Everything a person decides before a request is finalised."""

    def __init__(self, draft: Draft, applicant: Applicant, choices: Mapping[str, Any]) -> None:
        super().__init__(**_filled(draft, applicant))
        self.draft = draft
        self.theirs: Draft | None = None
        self.eligibility.choices = choices["eligibility"]
        self.questions.choices = choices["questions"]
        self.language.choices = choices["language"]
        self.offer(choices["supporters"])

    def asked_for(self) -> tuple[str, str | None]:
        """Return the action of the pressed button, and the place on the page to return to.

        A button beside a record in one's own words first moves or rewords that record.
        """
        action = request.form.get("action", "save")
        beside = _BESIDE.fullmatch(action)
        if beside is None:
            return action, None
        return "save", self._arranged(beside[1], int(beside[2]))

    def _arranged(self, step: str, number: int) -> str | None:
        """Move or reword one record in one's own words; return its place on the page after
        saving, or None if there is no such record."""
        entries = [entry.form for entry in self.own_questions]
        own = [entry for entry in entries if (entry.words.data or "").strip()]
        place = sum(entry in own for entry in entries[:number])
        if place >= len(own):
            return None
        if step == "reword" and (opinion := own[place].opinion):
            own[place].words.data = opinion.instead
        to = place + {"up": -1, "down": 1}.get(step, 0)
        if to != place and 0 <= to < len(own):
            one, other = own[place], own[to]
            for name in ("words", "element"):
                one[name].data, other[name].data = other[name].data, one[name].data
            place = to
        return f"own_questions-{place}-words"

    def complain(self, field: str, message: str) -> None:
        """Add an error to a field; a record in one's own words is found by its position among the
        non-empty ones."""
        own = OWN_WORDS.fullmatch(field)
        if own is None:
            super().complain(field, message)
            return
        entries = [entry.form.words for entry in self.own_questions]
        at = [words for words in entries if (words.data or "").strip()][int(own[1])]
        at.errors = [*at.errors, message]
        super().complain("own_questions", message)

    def typed_draft(self) -> Draft:
        """Return the draft as typed, based on the version that the form was opened with.

        Raises BadInput if the form does not say which version that was.
        """
        return replace(
            self.draft,
            version=self.typed_version(),
            language=self.language.data,
            eligibility=self.eligibility.data or "",
            questions=tuple(self.questions.data or ()),
            own_questions=tuple(
                OwnQuestion(Element(own["element"]), own["words"].strip())
                for own in self.own_questions.data
                if own["words"].strip()
            ),
            supporters=self.typed_supporters(),
            urgent=bool(self.urgent.data),
        )

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal.

        If someone else saved first, the form keeps what was typed and is now based on their
        version.
        """
        super().refuse(refusal)
        if isinstance(refusal, ChangedMeanwhile):
            self.theirs = refusal.theirs
            self.version.data = str(refusal.theirs.version)


def _filled(draft: Draft, applicant: Applicant) -> dict[str, Any]:
    own = [{"element": o.element.value, "words": o.words} for o in draft.own_questions]
    return {
        "version": str(draft.version),
        "eligibility": draft.eligibility,
        "questions": list(draft.questions),
        "own_questions": [*own, {"element": Element.ORDER.value, "words": ""}][:MOST_OWN],
        "language": draft.language,
        "urgent": draft.urgent,
        "supporters": list(draft.supporters),
        "cosigners": [*map(_signer, applicant.cosigners), {}][:MOST_OWN],
        "name": applicant.name,
        "address": applicant.address,
        "contact": applicant.contact,
        "consents": applicant.consents_to_publication,
    }


def _signer(signer: Cosigner) -> dict[str, str]:
    return {
        "organisation": signer.organisation,
        "called": signer.name,
        "signatory": signer.signatory,
        "post": signer.post,
    }
