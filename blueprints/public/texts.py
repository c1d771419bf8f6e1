"""Sentences that stand beside facts on the public pages, in words for the person they are about."""

from core.context import language
from core.i18n import _l, format_number
from core.interventions.terms import InterventionKind as Kind

INTERVENTION_TEXTS = {
    Kind.MAPPING: _l("The four authorities meet round one table. Together with you they find out what helps and plan it."),
    Kind.CASE_MANAGEMENT: _l("One person keeps the threads together, goes with you to meetings and sees that things happen."),
    Kind.SUPPORTED_EMPLOYMENT: _l("A coach helps you find a job that suits you, and goes on helping when you have started."),
    Kind.WORK_TRAINING_ASF: _l("You try out working in a social enterprise, with hours and tasks that suit you."),
    Kind.WORK_TRAINING_EMPLOYER: _l("You try out working at an ordinary workplace, starting with a few hours a week."),
    Kind.COURSE: _l("A small group meets for some weeks to prepare for working life."),
    Kind.CBT: _l("Talks with a consultant trained in CBT about what is difficult just now."),
    Kind.HEALTH_GROUP: _l("A group for everyday health: moving, sleeping and eating, step by step."),
    Kind.STUDY_START: _l("Help to choose a course, apply for it and get started."),
    Kind.OTHER: _l("Something the sub-project offers beside the rest. Ask us and we will tell you more."),
}

FOUR_PARTIES = (
    (_l("Swedish Public Employment Service"), _l("knows the labour market and what support an employer can get.")),
    (_l("Swedish Social Insurance Agency"), _l("knows what applies to your compensation, also when you try something new.")),
    (_l("The municipality"), _l("has social services, adult education and labour market support close to you.")),
    (_l("Region Stockholm"), _l("has health care and rehabilitation, so that health and work go together.")),
)

_WORDS = {
    "sv": "två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo "
    "tjugoen tjugotvå tjugotre tjugofyra tjugofem tjugosex",
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six",
}


def in_words(number: int) -> str:
    """tjugoen, twenty-one: in a heading a word reads better. From two to all of the county's municipalities, else figures."""
    words = _WORDS[language()].split()
    return words[number - 2] if 2 <= number < len(words) + 2 else format_number(number)
