"""The help pages: a task each, short, in words for the person who sits with it. Words: docs/glossary.md."""

from blueprints.help.after_topics import AFTER_TOPICS
from blueprints.help.attendance_topics import ATTENDANCE_TOPICS
from blueprints.help.content_topics import CONTENT_TOPICS
from blueprints.help.deviation_topics import DEVIATION_TOPICS
from blueprints.help.import_topics import IMPORT_TOPICS
from blueprints.help.insats_topics import INSATS_TOPICS
from blueprints.help.joint_topics import JOINT_TOPICS
from blueprints.help.list_topics import LIST_TOPICS
from blueprints.help.steering_topics import STEERING_TOPICS
from blueprints.help.topic import Topic
from blueprints.help.work_topics import WORK_TOPICS
from core.i18n import _l

TOPICS = (
    Topic(
        "refer",
        _l("Register a referral"),
        _l(
            "A case officer, or the person, lets us know that MIA could help. Staff also register what comes by "
            "telephone or letter."
        ),
        (
            _l("Answer the question about protected identity before you write anything about the person."),
            _l("Write the number. Without one, choose temporary identity and write date of birth and sex."),
            _l("Write how it came, the day it was received, and who refers."),
            _l("If the person may be known already, the form says so. Compare before you answer that it is the same person."),
            _l("If the person is outside the rule of admission, write why they are admitted all the same."),
        ),
        (
            (
                _l("Who sees the referral?"),
                _l(
                    "Until the person has consented, only the authority that received it. The team may talk about it without "
                    "saying who it is."
                ),
            ),
            (
                _l("What happens then?"),
                _l(
                    "The team assesses it: a place, the waiting list, or help to find the right way. Every step has a day, "
                    "and the case officer gets an answer."
                ),
            ),
        ),
        ("referrals.new", "referrals.create", "referrals.register", "referrals.index", "referrals.show"),
    ),
    Topic(
        "protected-identity",
        _l("Protected identity"),
        _l("Whoever has protected identity, or may have it, is not registered in MIA."),
        (
            _l("Ask the case officer or the person if you do not know. Write nothing until you do."),
            _l("Keep the referral on paper, under your authority's own rules for protected identity."),
            _l("When the person starts, register anonymously: sex and dates only. The person is counted like everybody else."),
            _l("Register the exit on the same anonymous row."),
        ),
        (
            (
                _l("What is protected identity?"),
                _l("Confidentiality marking, protected Population Register data and new identity details."),
            ),
            (
                _l("What if it turns out later?"),
                _l("Stop writing about the person here, and tell the authority that is data controller the same day."),
            ),
        ),
        ("referrals.protected", "participants.new_anonymous", "participants.create_anonymous"),
    ),
    Topic(
        "consent",
        _l("Consent to share information"),
        _l(
            "The person decides which authorities may learn what. Without consent only the authority that received "
            "the referral sees it."
        ),
        (
            _l("Go through it together: which authorities need to know what, and what for."),
            _l("Tick the authorities and the kinds of data. Only authorities with a processing agreement can be chosen."),
            _l(
                "Write what it is for, how the consent was given and the last day it holds. If it was given by word of "
                "mouth, write who was there."
            ),
            _l("If the person takes it back, register that the same day. Sharing stops at once."),
        ),
        (
            (
                _l("Is consent what lets us register the person?"),
                _l(
                    "No. The data controller has a ground of its own in law, and tells the person about it. Consent only "
                    "opens between authorities."
                ),
            ),
            (
                _l("What happens to what has been shared?"),
                _l("It stays with the authority that received it, under that authority's own rules. Nothing new is shared."),
            ),
        ),
        (
            "consents.index",
            "consents.new",
            "consents.create",
            "consents.paper_new",
            "consents.paper_create",
            "consents.withdrawal_new",
            "consents.withdrawal_create",
        ),
    ),
    Topic(
        "assessment",
        _l("Make an assessment"),
        _l("The person says how life goes, area by area. Made again later, it shows what has changed."),
        (
            _l("Begin with the person's own words, and write them as they are said."),
            _l("Let the person choose from 1 to 5 in the areas they want to talk about. Leave out the others."),
            _l("Write how life works. Never write a diagnosis, and nothing from a medical certificate."),
            _l("Do it again when something has changed, or before the plan is looked at again."),
        ),
        (
            (
                _l("Can it be changed afterwards?"),
                _l("On the same day, and then until it is handed over or there is a later one. After that you make a new one."),
            ),
        ),
        ("assessments.index", "assessments.new", "assessments.create", "assessments.show", "assessments.edit"),
    ),
    Topic(
        "hand-over",
        _l("Hand over to another authority"),
        _l("What your authority has written is its own. Another authority reads what you hand over, and nothing else."),
        (
            _l("Open the referral, the assessment, the plan or the note, and choose to hand it over."),
            _l("Choose the authority. Only those that the person's consent names for this kind of data can be chosen."),
            _l("Look through exactly what they will get, and hand it over."),
            _l("See under the participant when it was handed over, to whom, and whether it has been opened."),
        ),
        (
            (
                _l("What does the receiver see?"),
                _l("A copy of that version, with your message. They cannot search for the person or read further."),
            ),
            (
                _l("What if the person takes the consent back?"),
                _l("Then nothing more can be handed over. What has been given stays with the authority that received it."),
            ),
        ),
        ("handovers.index", "handovers.show", "handovers.given", "handovers.new_note", "handovers.new_assessment"),
    ),
    Topic(
        "start",
        _l("Start a participant"),
        _l("A participation begins the day the person takes up an offered place."),
        (
            _l("Open the referral in which a place has been offered, and choose to start."),
            _l("Choose the data controller: the authority that answers for what is written. Never the coordination association."),
            _l("Choose a contact person, who holds the whole together and always sets the next contact."),
            _l(
                "Write the situation directly before the start: all means of support, main activity, education, and how "
                "long public support has lasted."
            ),
        ),
        (
            (
                _l("When is the participant counted?"),
                _l(
                    "From the first activity, which is the first intervention. Whether the assessment counts differs between "
                    "sub-projects."
                ),
            ),
            (
                _l("What is the participant number for?"),
                _l("Use it instead of the name in talk, e-mail and on paper. It is made by itself."),
            ),
            (
                _l("What if somebody comes back?"),
                _l("It becomes a new participation of the same person. In the figures they are counted once."),
            ),
        ),
        ("participants.new", "participants.create"),
    ),
    Topic(
        "interventions",
        _l("Begin and end an intervention"),
        _l(
            "An intervention is what the participant does: a course, a job coach, work training. Several may go on at "
            "the same time."
        ),
        (
            _l("Choose among those that the sub-project offers, and write the first day."),
            _l("Write the extent in per cent if you know it, and the place, but no person's name."),
            _l("Write the last day when it is over. An exit ends those that still go on."),
        ),
        (
            (
                _l("What is 100 per cent?"),
                _l("40 hours a week, whoever the person is."),
            ),
        ),
        ("interventions.new", "interventions.create", "interventions.edit", "interventions.update"),
    ),
    Topic(
        "exit",
        _l("Register an exit"),
        _l("The exit tells how it went. The two goals are counted on the exits."),
        (
            _l("Write the day and the reason for leaving. The reason decides which goal the exit counts towards, if any."),
            _l("Write the situation directly after: means of support and main activity, and whether work is subsidised."),
            _l("Write which unit goes on with the person. No names."),
        ),
        (
            (
                _l("What if the participation was a mistake?"),
                _l("Then it is closed as registered by mistake, not as an exit. It is not counted anywhere."),
            ),
            (
                _l("What if the person has died?"),
                _l("Choose that reason and leave the situation empty. The exit stands outside both goals."),
            ),
        ),
        ("exits.new", "exits.create"),
    ),
    Topic(
        "figures",
        _l("Read the figures"),
        _l('A figure means the same wherever it stands. "How we count" beside it leads to its definition.'),
        (
            _l("Under Figures a sub-project sees its own figures, exact and at once. They stay there."),
            _l("In depth shows every question of the county's tables for your own sub-project, and each month's hours."),
            _l("The county totals show who has started, takes part and has ended, at most a minute old."),
            _l(
                "How it went is shown for the county when at least five people are behind it, and renewed when five more "
                "have ended."
            ),
            _l("Inflow, time, support and follow-up come from a release: numbers are rounded to fives, and sums hold."),
            _l("Show as slides takes one question at a time. Every picture can be saved."),
        ),
        (
            (
                _l('What does "fewer than 5" mean?'),
                _l('The figure, or the rest that it leaves, could tell of somebody. In a chart it says "not shown".'),
            ),
            (
                _l("What does a dash mean?"),
                _l("There is nothing to count, or it was never entered. It does not mean none."),
            ),
            (
                _l("Why does a chart say that it is being drawn?"),
                _l("Something has just changed. The picture comes within a minute; the table beneath is right at once."),
            ),
        ),
        (
            *("totals.index", "totals.parts", "totals.show", "totals.inflow", "totals.time", "totals.support"),
            *("totals.follow_up", "totals.basis", "totals.figures", "figures.index"),
        ),
    ),
    *JOINT_TOPICS,
    *INSATS_TOPICS,
    *ATTENDANCE_TOPICS,
    *AFTER_TOPICS,
    *WORK_TOPICS,
    *CONTENT_TOPICS,
    *DEVIATION_TOPICS,
    *IMPORT_TOPICS,
    *LIST_TOPICS,
    *STEERING_TOPICS,
)
