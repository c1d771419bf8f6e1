"""What is typed about a referral on its way: the next step, what was missing, an answer, its place in the queue, a contact."""

import uuid
from collections.abc import Iterable, Sequence

from blueprints.referrals.forms import MAX_NOTE, OnceForm
from core.clock import today
from core.i18n import _l
from core.ids import read_id
from core.referrals.answers import Answer
from core.referrals.terms import (
    ANSWER_ABOUT_NAMES,
    ANSWER_WAY_NAMES,
    MOVE_NAMES,
    AnswerAbout,
    AnswerWay,
    ReferralState,
)
from core.web.fields import (
    ChoiceField,
    DateField,
    HiddenField,
    LongTextField,
    NotAfterToday,
    Optional,
    RadioField,
    Required,
    TextField,
)
from core.web.forms import MiaForm


class VersionedForm(MiaForm):
    """A form that knows which version of the referral its page showed."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version the page showed; 0, which no row has, when it was tampered with."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class MoveForm(VersionedForm):
    """The next step of a referral."""

    to_state = RadioField(_l("What happens now?"), validators=[Required(_l("Choose the next step"))])
    on_date = DateField(_l("Day"), [Required(_l("Write the day")), NotAfterToday()], default=today)
    reason = LongTextField(
        _l("Note"),
        description=_l(
            "What is missing, or who withdrew it and why. What is missing is shown to the case officer who sent it. "
            "Short; nothing about health."
        ),
        max_length=MAX_NOTE,
    )
    referred_to = TextField(_l("Referred on to"), description=_l("Only when the person is referred on."))

    def __init__(self) -> None:
        super().__init__()
        self._offer(MOVE_NAMES)

    def show(self, moves: Sequence[ReferralState], version: int) -> None:
        """The steps there are, for the version that the page shows: after a lost race that is the other's."""
        typed = [state for state in MOVE_NAMES if state.value == self.to_state.data and state not in moves]
        self._offer([*moves, *typed])  # what was chosen before somebody else was first is still shown as chosen
        self.version.data = str(version)

    def _offer(self, moves: Iterable[ReferralState]) -> None:
        self.to_state.choices = [(state.value, MOVE_NAMES[state]) for state in moves]

    @property
    def seen_version(self) -> int:
        """The version the page showed; 0, which no row has, when it was tampered with."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class CompletionForm(VersionedForm):
    """The sender writes what was missing."""

    text = LongTextField(
        _l("What was missing"),
        [Required(_l("Write what was missing"))],
        description=_l("Short; nothing about health. It is read by the authority that received the referral."),
        max_length=MAX_NOTE,
    )


class PriorityForm(VersionedForm):
    """Another place in the order of the waiting list."""

    priority = RadioField(_l("Priority"), [Required(_l("Choose a priority"))])
    reason = LongTextField(
        _l("Why"),
        [Required(_l("Write why the order is changed"))],
        description=_l("Stands in the history of the referral. Short; nothing about health."),
        max_length=MAX_NOTE,
    )


class FirstContactForm(VersionedForm):
    """The first time somebody was in touch with the person."""

    first_contact_on = DateField(_l("Day of the first contact"), [Required(_l("Write the day")), NotAfterToday()], default=today)


class AnswerForm(OnceForm):
    """What the referring officer is told."""

    about = RadioField(
        _l("What the answer is about"),
        [Required(_l("Choose what the answer is about"))],
        choices=[(key.value, name) for key, name in ANSWER_ABOUT_NAMES.items()],
        description=_l("More than that it has arrived is answered only on a consent that names the case officer's authority."),
    )
    authority = ChoiceField(
        _l("The case officer's authority"),
        [Optional()],
        description=_l(
            "Needed when you answer more than that it has arrived. An authority that is not in the list gets no more."
        ),
    )
    way = RadioField(_l("How"), [Required(_l("Choose how the case officer was answered"))])
    to_whom = TextField(_l("To whom"), [Required(_l("Write who was answered"))])
    on_date = DateField(_l("Day"), [Required(_l("Write the day")), NotAfterToday()], default=today)
    says = LongTextField(
        _l("What is said"),
        description=_l("Leave empty when you answer only that it has arrived: then a fixed sentence is used."),
        max_length=MAX_NOTE,
    )

    def __init__(self, ways: Sequence[AnswerWay], authorities: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.way.choices = [(way.value, ANSWER_WAY_NAMES[way]) for way in ways]
        if authorities:
            self.authority.choices = list(authorities)
        else:
            del self.authority

    def answer(self) -> Answer:
        """What was typed, as far as it could be read."""
        return Answer(
            on_date=self.on_date.data,
            way=AnswerWay(self.way.data) if self.way.data in list(AnswerWay) else None,
            to_whom=self.to_whom.data or "",
            about=AnswerAbout(self.about.data) if self.about.data in list(AnswerAbout) else None,
            says=self.says.data or "",
            authority_id=self._authority_id(),
            form_token=self.token,
        )

    def _authority_id(self) -> uuid.UUID | None:
        return read_id(self.authority.data) if "authority" in self else None
