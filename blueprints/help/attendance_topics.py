"""Help with activities, attendance, the months and the signed reports. Words: docs/glossary.md."""

from blueprints.help.topic import Topic
from core.i18n import _l

ATTENDANCE_TOPICS = (
    Topic(
        "attendance",
        _l("Plan activities and note attendance"),
        _l("The calendar holds what participants come to. A whole month of a group is noted on one page."),
        (
            _l("Plan the activity once or as a series, and choose who takes part."),
            _l("Open it afterwards and choose to note attendance. The page shows the days of the month."),
            _l("Write a letter or hours for those who were not there as planned. Tick that all others were there."),
            _l("Save. What is called off counts nothing, and what has not come yet cannot be noted."),
        ),
        (
            (
                _l("Why do I not see everybody in the group?"),
                _l("You see those you may read. The others are counted, and their own authority notes how it went."),
            ),
            (
                _l("Must I write why somebody was away?"),
                _l("Choose what comes nearest. Write never an illness by name; there is no place for it."),
            ),
        ),
        ("activities.index", "activities.new", "activities.create", "activities.show", "activities.edit", "attendance.edit"),
    ),
    Topic(
        "months",
        _l("Close a month and have reports signed"),
        _l("When everything is noted the sub-project manager locks the month. The reports are printed, signed and received."),
        (
            _l("See on the page of the month what is missing, and note it."),
            _l("Make the reports and print them. The participant and the worker sign."),
            _l("Note when a report has come back, and add it scanned if you like."),
            _l("Lock the month with a comment. To put something right it is opened again with a reason."),
        ),
        (
            (
                _l("Why are the hours whole?"),
                _l("ESF-rådet counts whole hours. Those of a month are added up and rounded down, once."),
            ),
            (
                _l("What happens to a signed report when something is put right?"),
                _l("It stays as it was signed, and the page says that it has changed since. You make the next number."),
            ),
        ),
        ("months.index", "months.show", "months.edit_lock", "months.new_summary", "attendance_reports.edit", "attendance.show"),
    ),
    Topic(
        "report-figures",
        _l("Report the figures of a month or year"),
        _l("MIA counts what is to be reported and shows what is missing. You send it, and what was sent is kept as it was."),
        (
            _l("See under Figures, To report, where each month stands and what is due next."),
            _l("Put right what is missing, participant by participant, and lock the month."),
            _l("Look at the figures, send them, and note the month as reported. SCB takes the months in order."),
            _l("For Uppföljning Finsam, type in budget and outcome of each intervention; women and men are counted."),
        ),
        (
            (
                _l("What if something is put right afterwards?"),
                _l("The month and the later ones are to be sent again to SCB, in order. What was sent before is still there."),
            ),
            (
                _l("Who can see what was reported?"),
                _l("The sub-project manager and the association office see counts. Who stands behind them, only those who may."),
            ),
        ),
        (
            "owed.index",
            "owed.show",
            "owed.new_report",
            "owed.show_report",
            "owed.participants",
            "owed.year",
            "owed.new_year_report",
        ),
    ),
)
