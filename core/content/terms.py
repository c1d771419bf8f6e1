"""Sentences that the public pages and their leaflets share, in words for the person they are about."""

from core.i18n import _l
from core.interventions.terms import InterventionKind as Kind

OFFER_TEXTS = {
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
"""What an insats of each kind is, where the delprojekt says no more."""

PATH = (
    (_l("Get in touch"), _l("Contact us yourself, or ask your case officer to refer you.")),
    (_l("We meet and talk"), _l("You tell us what you need. Bring someone with you if you like.")),
    (
        _l("You say yes or no"),
        _l("You decide which authorities may share information about you, and you can change your mind."),
    ),
    (_l("We make a plan together"), _l("Then you begin.")),
)
"""From the first call to the start: what happens, and what the person does."""
