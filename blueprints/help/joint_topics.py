"""Help with what the authorities do together. Words: docs/glossary.md."""

from blueprints.help.topic import Topic
from core.i18n import _l

JOINT_TOPICS = (
    Topic(
        "plan",
        _l("Write the joint plan"),
        _l("One page says what the person wants, and who does what until when. Everybody around the person works from it."),
        (
            _l("Write the person's goal in their own words, then something that can be followed up."),
            _l("Give every action somebody who does it and a day."),
            _l("Show the plan in the room, change it together there, and agree on it with the person."),
            _l("Print it for the person. Note along the way how far each action has come."),
        ),
        (
            (
                _l("Can a plan that is agreed on be changed?"),
                _l("No. You write the next version, and the former one stays as it was."),
            ),
            (
                _l("Do the other authorities read it?"),
                _l("Only a version that has been handed over to them on a consent."),
            ),
        ),
        (
            "plans.new",
            "plans.create",
            "plans.show",
            "plans.edit",
            "plans.room",
            "plans.new_agreement",
            "plans.overdue",
        ),
    ),
    Topic(
        "team-day",
        _l("Hold a team day"),
        _l("The authorities meet and bring up what waits. Nobody is named to somebody who may not know of them."),
        (
            _l("Plan the day and who is called."),
            _l("Bring something up: a referral, a participant, or a question without a person."),
            _l("At the meeting, tick who is there and write what each item came to."),
            _l("Close the meeting. The minutes can be printed."),
        ),
        (
            (
                _l("Why does an item stand without a name?"),
                _l("The person has not agreed to be named to your authority. Those who may know see the name."),
            ),
        ),
        (
            "teams.index",
            "teams.new",
            "teams.show",
            "teams.during",
            "teams.new_item",
        ),
    ),
    Topic(
        "arrivals",
        _l("Take care of expressions of interest"),
        _l("What somebody sends with the public form waits with the authority that takes in, and nobody else reads it."),
        (
            _l("Open the oldest first, and get in touch in the way the person has chosen."),
            _l("Answer the question about protected identity before anything else."),
            _l("Make a referral of it. The reference and the file come along."),
            _l("Set aside what is no real expression of interest. It can be put back."),
        ),
        (
            (
                _l("What if the person has protected identity?"),
                _l("Then what was sent is taken away at once. You go on on paper."),
            ),
        ),
        (
            "inbox.index",
            "inbox.show",
            "inbox.new",
            "inbox.create",
        ),
    ),
    Topic(
        "sent-referrals",
        _l("Follow a referral you have sent"),
        _l("You see what you wrote, where it stands and what was answered. Nothing more of the person's life is shown."),
        (
            _l("Open the referral under those sent by you."),
            _l("If something is missing, write it on the same page."),
            _l("Print the receipt if the person wants the reference."),
        ),
        (
            (
                _l("Why does the answer say only that it has arrived?"),
                _l("More is told on the person's consent only, when it names your authority."),
            ),
        ),
        (
            "referrals.sent_index",
            "referrals.sent_show",
            "referrals.receipt",
            "referrals.answer_new",
        ),
    ),
    Topic(
        "waiting-list",
        _l("The waiting list"),
        _l("Those who wait for a place stand in an order that can be explained: priority first, then the day the referral came."),
        (
            _l("Offer the next place to whoever stands first."),
            _l("Change the priority when there is a reason, and write the reason."),
            _l("Get in touch with those who wait, so that nobody is forgotten."),
        ),
        (
            (
                _l("Who sees the reason?"),
                _l("The authority that received the referral. It stands in the history of the referral."),
            ),
        ),
        (
            "referrals.waiting_index",
            "referrals.priority_edit",
        ),
    ),
    Topic(
        "merging",
        _l("Two records of the same person"),
        _l("Sometimes a person is registered twice. Then the two records are put together into one."),
        (
            _l("Compare name, date of birth and number, and ask if you are not sure."),
            _l("Choose which record stays. Everything that belongs to the other one follows."),
            _l("If it was wrong, take it apart again on the same page."),
        ),
        (
            (
                _l("What if the other record belongs to another authority?"),
                _l("You are not shown who it is. Contact the person who leads the sub-project."),
            ),
        ),
        (
            "persons.doubles_index",
            "persons.merges_new",
        ),
    ),
    Topic(
        "contact-card",
        _l("Whom to call"),
        _l("An officer at another authority may ask who is the contact person of somebody they meet."),
        (
            _l("Write the whole number and why you ask."),
            _l("If the person has agreed to it, you see the sub-project, the contact person and a telephone number."),
            _l("If there is nothing to show, ask the person."),
        ),
        (
            (
                _l("Does no answer mean that the person is unknown here?"),
                _l("No. The answer is the same for somebody who has not agreed to it."),
            ),
        ),
        (
            "contact_card.new",
            "contact_card.show",
        ),
    ),
    Topic(
        "who-sees-what",
        _l("Who may see what"),
        _l("The table shows for each authority what it may read about the person, why, and until when."),
        (
            _l("Open it from the person's consents, and look at it together with the person."),
            _l("Read a row from left to right: an authority, and a cell for each kind of data."),
            _l("Change a consent if it says more than the person wants."),
        ),
        (
            (
                _l("What does consent without anything handed over mean?"),
                _l("The authority may get it, but reads nothing until somebody hands it over."),
            ),
            (
                _l("Why does an authority keep something after the consent has ended?"),
                _l("What was handed over stays with whoever received it."),
            ),
        ),
        ("consents.access",),
    ),
)
