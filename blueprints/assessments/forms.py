"""The form of a mapping, made from the areas of life and the tenant's own questions; and the form of a question."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from wtforms.validators import NumberRange

from core.assessments.queries import Answer, Mapped, Question
from core.assessments.services import Asked, Told
from core.assessments.terms import GRADES, LIFE_AREA_NAMES, LifeArea
from core.clock import today
from core.i18n import _l
from core.ids import new_id, read_id
from core.web.fields import (
    ChoiceField,
    DateField,
    HiddenField,
    IntegerField,
    LongTextField,
    NotAfterToday,
    Optional,
    Required,
    TextField,
)
from core.web.forms import MiaForm


class MappingForm(MiaForm):
    """What is asked whatever the questions: when, and the person's own words. Areas and questions: `mapping_form`."""

    token = HiddenField(default=lambda: str(new_id()))
    version = IntegerField(widget=HiddenField.widget)
    mapped_on = DateField(
        _l("Day of the assessment"),
        [Required(_l("Write the day of the assessment")), NotAfterToday()],
        description=_l("Such as 2022-09-15."),
        default=today,
    )
    own_words = LongTextField(
        _l("In the person's own words"),
        [Optional()],
        description=_l("What is important to you right now? What do you want to be different? Write it as the person says it."),
    )
    questions: Sequence[Question] = ()

    def told(self) -> Told:
        """What was typed, for the service."""
        return Told(
            on_date=self.mapped_on.data,
            own_words=self.own_words.data or "",
            answers={area: self._answer(area) for area in LifeArea},
            replies={one.id: self[reply_name(one.id)].data or "" for one in self.questions},
            form_token=read_id(self.token.data),
        )

    def _answer(self, area: LifeArea) -> Answer:
        grade = self[f"grade_{area}"].data
        return Answer(int(grade) if grade in {str(one) for one in GRADES} else None, self[f"words_{area}"].data or "")

    def parts(self) -> Iterator[tuple[str, Any, list[Any]]]:
        """For the page: the name of each area, its grade, and the texts that belong there."""
        for area in LifeArea:
            asked = [self[reply_name(one.id)] for one in self.questions if one.area == area]
            yield str(LIFE_AREA_NAMES[area]), self[f"grade_{area}"], [self[f"words_{area}"], *asked]


def mapping_form(questions: Sequence[Question], **options: Any) -> MappingForm:
    """A form with a grade and words for each area, and a field for each question."""
    fields: dict[str, Any] = {"questions": questions}
    for area in LifeArea:
        name = LIFE_AREA_NAMES[area]
        fields[f"grade_{area}"] = ChoiceField(
            _l("%(area)s: how does it go?", area=name),
            [Optional()],
            choices=[(str(grade), said) for grade, said in GRADES.items()],
            prompt=_l("Not asked"),
        )
        fields[f"words_{area}"] = LongTextField(_l("%(area)s: in the person's words", area=name), [Optional()])
        for one in questions:
            if one.area == area:
                fields[reply_name(one.id)] = LongTextField(one.text, [Optional()])
    made: MappingForm = type("MappingForm", (MappingForm,), fields)(**options)
    return made


def reply_name(question_id: uuid.UUID) -> str:
    """The name of a question's field."""
    return f"reply_{question_id.hex}"


def stored(mapped: Mapped, questions: Sequence[Question]) -> dict[str, object]:
    """What a mapping says, by the names of the form's fields."""
    values: dict[str, object] = {"mapped_on": mapped.on_date, "own_words": mapped.own_words}
    for area in LifeArea:
        answer = mapped.answers.get(area, Answer())
        values[f"grade_{area}"] = str(answer.grade) if answer.grade else None
        values[f"words_{area}"] = answer.words
    return values | {reply_name(one.id): mapped.replies.get(one.id, "") for one in questions}


MOST_QUESTIONS = 99


class QuestionForm(MiaForm):
    """A question of the tenant's own. `token` becomes the row's id when it is new."""

    token = HiddenField(default=lambda: str(new_id()))
    version = IntegerField(widget=HiddenField.widget)
    area = ChoiceField(_l("Area"), [Required(_l("Choose an area"))])
    text_sv = TextField(_l("The question in Swedish"), [Required(_l("Write the question"))])
    text_en = TextField(_l("The question in English"), [Required(_l("Write the question"))])
    position = IntegerField(
        _l("Place among the area's questions"),
        [Optional(), NumberRange(0, MOST_QUESTIONS)],
        description=_l("1 is first. The areas have an order of their own."),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.area.choices = [(str(area), LIFE_AREA_NAMES[area]) for area in LifeArea]

    def asked(self) -> Asked:
        """What was typed, for the service."""
        area = LifeArea(self.area.data) if self.area.data in list(LifeArea) else None
        place = self.position.data or 0
        return Asked(
            area=area,
            text_sv=self.text_sv.data or "",
            text_en=self.text_en.data or "",
            position=place if 0 <= place <= MOST_QUESTIONS else 0,
        )
