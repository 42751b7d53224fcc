"""The form of a draft: who asks, in which capacity, for which records, with whose support."""

from dataclasses import replace
from typing import Any

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
from wtforms.validators import Length

from tracker.domain.errors import BadInput, Refusal
from tracker.domain.questions import Element
from tracker.domain.request import Applicant, Draft, OwnQuestion
from tracker.services.naming import ELEMENTS
from tracker.services.ports import ChangedMeanwhile
from tracker.web.forms import PageForm, plain_lines

LONGEST_QUESTION = 4000
LONGEST_PARTICULAR = 1000


class OwnQuestionForm(Form):
    """A record request in the requester's own words."""

    element = SelectField(
        "What it is about",
        choices={element.value: words for element, words in ELEMENTS.items()},
    )
    words = TextAreaField(
        "The record asked for",
        [Length(max=LONGEST_QUESTION, message="Shorten this request: 4,000 characters at most.")],
        filters=[plain_lines],
    )


class DraftForm(PageForm):
    """All that a person decides before a request is settled."""

    version = HiddenField()
    eligibility = RadioField(
        "In which capacity does the applicant ask?", validate_choice=False, default=""
    )
    questions = SelectMultipleField("Records to ask for", validate_choice=False)
    own_questions = FieldList(
        FormField(OwnQuestionForm), label="Records in your own words", max_entries=40
    )
    language = SelectField("Language of the letter")
    urgent = BooleanField("The request is urgent: life or liberty is at stake")
    supporters = SelectMultipleField("Organisations that support the request")
    name = StringField(
        "Name of the applicant",
        [Length(max=LONGEST_PARTICULAR, message="Shorten the name: 1,000 characters at most.")],
        description="As it will stand in the letter.",
    )
    address = TextAreaField(
        "Address",
        [Length(max=LONGEST_PARTICULAR, message="Shorten the address: 1,000 characters at most.")],
        description="A complete postal address, since the reply goes there.",
        filters=[plain_lines],
    )
    contact = StringField(
        "E-mail address or telephone",
        [Length(max=LONGEST_PARTICULAR, message="Shorten this: 1,000 characters at most.")],
    )
    consents = BooleanField("The applicant agrees that this request is put on the public record")

    def __init__(self, draft: Draft, applicant: Applicant, choices: dict[str, Any]) -> None:
        super().__init__(**_filled(draft, applicant))
        self.draft = draft
        self.theirs: Draft | None = None
        self.eligibility.choices = choices["eligibility"]
        self.questions.choices = choices["questions"]
        self.language.choices = choices["language"]
        self.supporters.choices = choices["supporters"]

    def typed_draft(self) -> Draft:
        """The draft as it was typed, on top of the version that the form was opened with.

        Raises BadInput where the form does not say which version that was.
        """
        try:
            version = int(self.version.data or "")
        except ValueError:
            raise BadInput("The form is damaged: open the draft again.") from None
        return replace(
            self.draft,
            version=version,
            language=self.language.data,
            eligibility=self.eligibility.data or "",
            questions=tuple(self.questions.data or ()),
            own_questions=tuple(
                OwnQuestion(Element(own["element"]), own["words"].strip())
                for own in self.own_questions.data
                if own["words"].strip()
            ),
            supporters=tuple(self.supporters.data or ()),
            urgent=bool(self.urgent.data),
        )

    def typed_applicant(self) -> Applicant:
        """The applicant as typed."""
        return Applicant(
            name=(self.name.data or "").strip(),
            address=(self.address.data or "").strip(),
            contact=(self.contact.data or "").strip(),
            consents_to_publication=bool(self.consents.data),
        )

    def refuse(self, refusal: Refusal) -> None:
        """Where somebody else saved first, the form keeps mine, and is about their version now."""
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
        "own_questions": [*own, {"element": Element.ORDER.value, "words": ""}],
        "language": draft.language,
        "urgent": draft.urgent,
        "supporters": list(draft.supporters),
        "name": applicant.name,
        "address": applicant.address,
        "contact": applicant.contact,
        "consents": applicant.consents_to_publication,
    }
