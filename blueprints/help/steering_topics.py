"""Help for those who steer the county's project. Words: docs/glossary.md."""

from blueprints.help.topic import Topic
from core.i18n import _l

STEERING_TOPICS = (
    Topic(
        "releases-and-reports",
        _l("Releases and the report to the steering group"),
        _l("A release is the county's figures of a month, tried before it is stored and never changed afterwards."),
        (
            _l("Under Steering, The month, you see who has locked the month and what each sub-project manager says."),
            _l("When all have locked it a release is made by itself. You can also ask for one under Releases, once a day."),
            _l("Open the release, write the texts of the report, and choose “Make the report”."),
            _l("Take home the report as PDF or Excel, in Swedish or English. What was made stays as it was."),
        ),
        (
            (
                _l("Why does a row stand as it was?"),
                _l("Too few people in it have changed. If it were counted anew, the difference could tell of one of them."),
            ),
            (
                _l("What does the attacking program do?"),
                _l("It tries to work out something about few people from all that is published. If it can, nothing is released."),
            ),
            (
                _l("Who decides how figures are rounded?"),
                _l("The county, under Rules for figures, with the decision noted. Never below five people."),
            ),
        ),
        (
            "steering.index",
            "steering.deadlines",
            "steering.spending",
            "steering.rules",
            "releases.index",
            "releases.show",
            "releases.attempt",
            "releases.edit_report",
            "releases.update_report",
        ),
    ),
)
