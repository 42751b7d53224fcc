"""The fields of a draft: applicant, capacity, items requested and supporters."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from flask import request
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

from tracker.domain.base.errors import BadInput
from tracker.domain.case.request import Applicant, Cosigner, Recipient, Urgency
from tracker.domain.words.question_checks import Opinion, opinion_in
from tracker.services.core.naming import ELEMENTS
from tracker.web.base.forms import DayField, PageForm, capitalised, plain_lines
from tracker.web.base.language import gettext, lazy_gettext

LONGEST_QUESTION = 4000
LONGEST_PARTICULAR = 1000
MOST_OWN, MOST_COSIGNERS = 200, 40
LONGEST_FACT = 300
_FACT_TOO_LONG = lazy_gettext("This must be 300 characters or fewer.")


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


_TOO_LONG = lazy_gettext("This must be 1,000 characters or fewer.")


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


class VersionForm(PageForm):
    """A form that says which version of a draft its page showed."""

    version = HiddenField()

    def typed_version(self) -> int:
        """Return the version that the form was opened with. Raises BadInput if it is missing."""
        try:
            return int(self.version.data or "")
        except ValueError:
            raise BadInput("The form is damaged. Open the draft again.") from None

    @property
    def signed_on(self) -> date | None:
        """Return the day on which a paper letter was signed; None if none was typed."""
        return None

    @property
    def day(self) -> str | None:
        """Return the day of the paper letter as addresses write it; None if none was typed."""
        return self.signed_on.isoformat() if self.signed_on else None


class SettleForm(VersionForm):
    """Finalising, today or on the day of a paper letter."""

    settled_on = DayField(
        lazy_gettext("Date of the signed letter"),
        optional=True,
        description=lazy_gettext("Only if the letter was signed on paper on an earlier date."),
    )

    def __init__(self, **known: Any) -> None:
        super().__init__(
            settled_on=request.args.get("settled_on", type=date.fromisoformat), **known
        )

    @property
    def signed_on(self) -> date | None:
        """Return the day on which a paper letter was signed; None if none was typed."""
        day: date | None = self.settled_on.data
        return day


class AskedForm(PageForm):
    """The records that are asked for."""

    questions = SelectMultipleField(lazy_gettext("Items to request"), validate_choice=False)
    own_questions = FieldList(
        FormField(OwnQuestionForm),
        lazy_gettext("Items in your own words"),
        [
            Length(
                max=MOST_OWN,
                message=lazy_gettext("A request can have up to 200 items in your own words."),
            )
        ],
    )
    language = SelectField(lazy_gettext("Language of the letter"))
    urgent = BooleanField(lazy_gettext("The request is urgent: life or liberty is at stake"))
    whose = StringField(
        lazy_gettext("Whose life or liberty"),
        [Length(max=LONGEST_FACT, message=_FACT_TOO_LONG)],
        description=lazy_gettext("A few words, such as “a detained reporter”."),
    )
    how = StringField(
        lazy_gettext("How the records protect it"),
        [Length(max=LONGEST_FACT, message=_FACT_TOO_LONG)],
        description=lazy_gettext(
            "One sentence, such as “The order shows whether the block was known at the arrest.”"
        ),
    )
    needed_by = StringField(
        lazy_gettext("Needed by"),
        [Length(max=LONGEST_FACT, message=_FACT_TOO_LONG)],
        description=lazy_gettext(
            "A day, and what happens on it, such as “4 December 2026, the day of the hearing”."
        ),
    )
    channels = SelectMultipleField(lazy_gettext("How the letter is served"))
    enclosures = SelectMultipleField(lazy_gettext("Enclosures"), validate_choice=False)

    def validate_urgent(self, field: BooleanField) -> None:
        """Refuse the flag without the facts that make a request urgent."""
        if field.data and self.urgency.missing:
            raise ValidationError(
                gettext(
                    "An urgent request needs three facts: whose life or liberty is at stake, how "
                    "the records protect it, and by when they are needed."
                )
            )

    def _validate_fact(self, field: StringField) -> None:
        if self.urgent.data and not (field.data or "").strip():
            raise ValidationError(gettext("Enter this fact, or clear “urgent”."))

    validate_whose = validate_how = validate_needed_by = _validate_fact

    @property
    def urgency(self) -> Urgency:
        """Return the facts of an urgent request, as typed."""
        typed = (self.whose, self.how, self.needed_by)
        return Urgency(*(" ".join((each.data or "").split()) for each in typed))


class WhoAsksForm(PageForm):
    """Capacity, name, address and contact of the applicant, who stays private."""

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


class ApplicantForm(WhoAsksForm):
    """The applicant with the consent and the supporters."""

    consents = BooleanField(lazy_gettext("The applicant agrees that this request is published"))

    supporters = SelectMultipleField(lazy_gettext("Organisations that support the request"))
    cosigners = FieldList(
        FormField(CosignerForm),
        label=lazy_gettext("Co-signatories"),
        max_entries=MOST_COSIGNERS,
    )

    recipient_post = StringField(
        lazy_gettext("Addressed to"),
        [Length(max=LONGEST_PARTICULAR, message=_TOO_LONG)],
        description=lazy_gettext(
            "The post, for example The Information Officer. If it is empty, the letter has "
            "the post from the library."
        ),
    )
    recipient_address = TextAreaField(
        lazy_gettext("Address of the public body"),
        [Length(max=LONGEST_PARTICULAR, message=_TOO_LONG)],
        filters=[plain_lines],
    )
    recipient_source = StringField(
        lazy_gettext("Source of the address, or reason"),
        [Length(max=LONGEST_PARTICULAR, message=_TOO_LONG)],
        description=lazy_gettext(
            "Only the office sees this. It is neither printed nor published."
        ),
    )

    def validate_recipient_source(self, field: StringField) -> None:
        """Require a source or a reason for an address that the library does not have."""
        typed = self.recipient_post.data or self.recipient_address.data or ""
        if typed.strip() and not (field.data or "").strip():
            raise ValidationError(gettext("Enter the source of the address, or the reason."))

    @property
    def recipient(self) -> Recipient:
        """Return the addressee and address for this letter alone, as typed."""
        typed = (self.recipient_post, self.recipient_address, self.recipient_source)
        return Recipient(*((each.data or "").strip() for each in typed))

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
            recipient=self.recipient,
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
