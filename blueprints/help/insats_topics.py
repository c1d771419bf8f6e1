"""Help with insatser while they run, places, colleagues beside and caseloads. Words: docs/glossary.md."""

from blueprints.help.topic import Topic
from core.i18n import _l

INSATS_TOPICS = (
    Topic(
        "running-intervention",
        _l("Follow an intervention"),
        _l("Each intervention has a page: where it is, how much, its pauses, and whether the insurance is arranged."),
        (
            _l("Open the intervention from the participant's page."),
            _l("Change the extent from a day on. What held before stays."),
            _l("Pause when somebody cannot come for a while, and note the day it goes on."),
            _l("In supported employment, note the day each of the five steps was reached."),
        ),
        (
            (
                _l("May work training begin before the insurance is arranged?"),
                _l("Yes. You are reminded on your work page and on the participant's page until it is noted."),
            ),
        ),
        (
            "interventions.show",
            "interventions.edit_place",
            "interventions.edit_extent",
            "interventions.edit_pause",
            "interventions.edit_insurance",
            "interventions.edit_stages",
        ),
    ),
    Topic(
        "places",
        _l("Keep the places"),
        _l("Social enterprises, employers and associations stand in one list, with contact and room."),
        (
            _l("Add the place, and write how many can be there at the same time."),
            _l("Choose it when an intervention begins. The list then says how many places are free."),
            _l("Close a place that takes in nobody new. Those who are there stay."),
        ),
        (
            (
                _l("Who is seen on the page of a place?"),
                _l("Those you work with yourself. Of others only how many they are."),
            ),
        ),
        ("places.index", "places.new", "places.show", "places.edit"),
    ),
    Topic(
        "colleagues",
        _l("Work together around a participant"),
        _l("Colleagues beside the contact person, and a deputy during a leave, read what the contact person reads."),
        (
            _l("Add the colleague on the participant's page, with the first day and, for a deputy, the last."),
            _l("For a whole caseload, the sub-project manager opens the list of caseloads and hands over."),
            _l("Look through the numbers before you confirm. All of the chosen are handed over, or none."),
        ),
        (
            (
                _l("May the colleague work at another authority?"),
                _l("Yes, while a consent in force names that authority. When it ends the reading ends."),
            ),
            (
                _l("What if the wrong colleague was chosen?"),
                _l("Take the colleague away at once. The access log keeps what was read."),
            ),
        ),
        ("caseloads.new", "caseloads.edit", "caseloads.index", "caseloads.show", "caseloads.hand_over"),
    ),
)
