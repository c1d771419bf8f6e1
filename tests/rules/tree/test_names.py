"""Nobody asks where a thing lives: every feature has the same file names, and no file is named after nothing."""

import re
from pathlib import PurePath

from tests.rules.tree.reading import domains, list_files

SAYS_NOTHING = {"utils", "util", "helpers", "helper", "misc", "manager", "data", "info", "process", "handle", "common"}
IN_A_DOMAIN = {"__init__", "models", "queries", "services", "errors", "jobs", "terms"}
IN_A_BLUEPRINT = {"__init__", "views", "forms"}
OF_THEIR_OWN = {
    "core/attendance/boxes.py": "what is written in a box of the roster, tried without a database",
    "core/attendance/contents.py": "a report as words, for whoever gets it",
    "core/attendance/months.py": "a month is closed and opened: one story with its trace",
    "core/attendance/planning.py": "what is typed about an activity and its faults, apart from the deeds",
    "core/attendance/reports.py": "what is printed and signed, apart from what it is made of",
    "core/attendance/roster.py": "one page of a whole group, written or refused as one",
    "core/attendance/summary.py": "a workbook: pure, and the one place that writes cells",
    "core/attendance/sums.py": "statements that add hours up",
    "blueprints/activities/calendar.py": "the days of a week or month: pure",
    "blueprints/attendance/sheet.py": "the form of one page with as many boxes as the roster has",
    "blueprints/attendance_reports/paper.py": "what the report says on paper",
    "blueprints/months/page.py": "one page from several domains",
    "core/deviations/checking.py": "what is asked of a text before it is kept, by the names the writer may see",
    "core/deviations/county.py": "the county's copies: another schema and other readers",
    "core/deviations/exchange.py": "the one place that reads at a tenant and writes at the county, and back",
    "core/deviations/lifting.py": "what a second reader and a lift change, apart from what is written",
    "core/deviations/names.py": "lists of words",
    "core/deviations/sight.py": "the rule of who reads which words",
    "core/deviations/traces.py": "what in a text may tell who it is about: pure",
    "core/imports/applying.py": "the statements that write an import: one transaction, apart from what begins it",
    "core/imports/cells.py": "what stands in a cell, tried without a database",
    "core/imports/changing.py": "a row about somebody who is there, apart from one that brings somebody",
    "core/imports/checks.py": "what must hold of any row",
    "core/imports/columns.py": "expressions from JSON to columns, for writing and for taking back",
    "core/imports/disposal.py": "how long the file is kept",
    "core/imports/faults_file.py": "the file that goes back with its reasons",
    "core/imports/fields.py": "what a column may be, and how headings are written",
    "core/imports/looking_up.py": "statements that load what rows are held against",
    "core/imports/planning.py": "what a row leads to, tried without a database",
    "core/imports/plans.py": "what a row leads to, as data",
    "core/imports/progress.py": "told outside the transaction that works",
    "core/imports/reader.py": "a program of its own, without anything of ours",
    "core/imports/reading.py": "starts the program that reads",
    "core/imports/records.py": "a row, read cell by cell, tried without a database",
    "core/imports/register.py": "who is there already, in memory",
    "core/imports/staging.py": "the one place that fills the staging table",
    "core/imports/undoing.py": "the statements that take an import back",
    "core/imports/words.py": "sentences for words that the database keeps",
    "core/imports/working.py": "what the worker does, one story",
    "core/participants/codes.py": "the lists of words a tenant may change, apart from the forms that offer them",
    "core/participants/settings.py": "what staff change of a delprojekt, apart from the operator who begins one",
    "core/referrals/admission.py": "the rule of admission, tried without a database",
    "blueprints/consents/papers.py": "views of what is printed and saved: another resource",
    "blueprints/consents/sharing.py": "one page from several domains, and its words",
    "blueprints/consents/words.py": "what a printed form says",
    "blueprints/settings/blanks.py": "views of uploaded translations: another resource",
    "core/consents/blanks.py": "translations of the blank form: about nobody",
    "core/consents/card.py": "one question, one statement, one answer: read as a whole",
    "core/consents/ending.py": "who is to be reminded of what",
    "core/consents/holding.py": "which authorities hold a person's data: from the domains that know it",
    "core/caseloads/sight.py": "the rule of who works with whom, which every domain's queries ask",
    "core/consents/matrix.py": "who may see what: pure, and the facts it needs",
    "core/referrals/answers.py": "what an officer is told, and the consent it needs",
    "core/referrals/history.py": "the one place that appends to the history",
    "core/referrals/sent.py": "the sender's side of a referral, kept from the receiver's",
    "core/referrals/waiting.py": "the order of the waiting list and how long people wait",
    "blueprints/referrals/answers.py": "views of another resource at the same addresses",
    "blueprints/referrals/path.py": "one page from several domains",
    "blueprints/referrals/path_forms.py": "forms of a referral on its way; forms.py has those that begin it",
    "blueprints/referrals/sent.py": "views of the sender's side",
    "blueprints/referrals/waiting.py": "views of the waiting list",
    "blueprints/settings/lists.py": "views of the lists of words",
    "core/accounts/links.py": "a token and its hash, tried without a database",
    "core/accounts/mails.py": "the words of every mail, which must not be able to hold a person",
    "core/interventions/catalogue.py": "what a new delprojekt's catalogue begins with",
    "core/interventions/changes.py": "what changes of an insats while it runs, apart from its beginning and end",
    "core/interventions/places.py": "places of work: another resource of the same domain",
    "blueprints/interventions/changes.py": "views of the insats that runs, made of a table of its changes",
    "core/persons/merging.py": "one deed with its trace and its undoing",
    "core/participants/caseload.py": "a count for those who may know no more than it",
    "core/participants/listing.py": "the prebuilt statements of one long list",
    "core/participants/next_contact.py": "what every form that writes about a participant offers beside",
    "core/participants/timeline.py": "what one page tells of every domain, in one statement",
    "core/participants/timeline_parts.py": "what each domain tells of a person, put together by timeline.py",
    "core/participants/timeline_words.py": "what the lines of the timeline say",
    "core/participants/stalled.py": "one question asked of every domain, in one statement",
    "core/participants/subprojects.py": "a delprojekt is begun by the operator, not by staff",
    "core/plans/choices.py": "what every form about a plan offers",
    "core/plans/contents.py": "a version as words, for whoever gets it",
    "core/plans/merging.py": "two people's words put together, tried without a database",
    "core/plans/writing.py": "one page that holds a whole plan, written or refused as one",
    "core/projects/known.py": "the projects that every installation begins with",
    "core/accounts/passwords.py": "what a good password is, tried without a database",
    "core/accounts/second_factor.py": "codes by the standard, tried without a database",
    "core/content/whats_new.py": "a text read into days, tried without a database",
    "blueprints/exits/certificate.py": "a paper: what it says, and the view that gives it",
    "core/outcomes/certificate.py": "what a paper that employers read may say, and nothing more",
    "core/followups/figures.py": "counts for those who may know no more than them",
    "core/outcomes/situations.py": "the rules of one observation, tried without a database",
    "core/participants/choices.py": "what every form about a participation offers",
    "core/participants/search.py": "from what was typed to what the list is narrowed to",
    "core/reporting/assembly.py": "how counts become progress, tried without a database",
    "core/rollup/disclosure.py": "disclosure control: pure, and audited by itself",
    "core/reporting/charts.py": "what the charts show: pure, in no language",
    "core/reporting/pictures.py": "which pictures there are and whether they are still those of their figures",
    "core/rollup/history.py": "two releases read together: pure, and audited by itself",
    "core/rollup/cubes.py": "crossed facts: another statement than the headlines' over the same tenant",
    "core/rollup/stored.py": "models of what is written once; models.py has what is counted again and again",
    "core/rollup/network.py": "flow networks: pure arithmetic under disclosure control",
    "core/rollup/progress.py": "months and per cent: pure",
    "core/rollup/releases.py": "what the builder's role does, apart from what the tenants' roles do",
    "core/handovers/contents.py": "what is given of each kind of item, from the domains that know it",
    "core/handovers/overview.py": "what one page tells of three domains, in one statement",
    "core/handovers/items.py": "where a domain says what a hand-over of its items holds",
    "blueprints/assessments/picture.py": "geometry of one picture",
    "blueprints/assessments/questions.py": "views of the tenant's own questions: another resource of the same feature",
    "core/referrals/attachments.py": "papers of a referral, apart from its moves",
    "blueprints/inbox/taking_over.py": "the steps from what was sent to a referral",
    "blueprints/help/after_topics.py": "the texts about steps forward and what comes after the exit",
    "blueprints/help/topics.py": "the texts of the help pages",
    "blueprints/help/insats_topics.py": "the texts about insatser while they run, places and colleagues",
    "blueprints/help/attendance_topics.py": "the texts about activities, attendance and months",
    "blueprints/help/joint_topics.py": "the texts about what the authorities do together",
    "blueprints/help/topic.py": "what a help page consists of",
    "blueprints/participants/listing.py": "one list as it is shown and as it is sorted",
    "blueprints/referrals/listing.py": "one list as it is shown and as it is sorted",
    "blueprints/participants/page.py": "one page from several domains",
    "blueprints/participants/timeline.py": "geometry of one picture",
    "blueprints/follow_ups/page.py": "one page from several domains",
    "core/owed/finsam.py": "one year's figures and what is typed in beside them",
    "core/owed/order.py": "in which order months are sent: pure",
    "core/owed/workbook.py": "the same figures as a file, also for what is frozen",
    "blueprints/owed/page.py": "one month of a list as its page shows it",
    "blueprints/owed/people.py": "views for those who may read the persons, apart from the counts",
    "blueprints/owed/years.py": "views of the years: another resource of the same feature",
    "blueprints/plans/actions.py": "views of the parts of a plan: another resource",
    "blueprints/plans/agreement.py": "views of the agreement: another resource",
    "blueprints/plans/editor.py": "the form of one page with as many rows as the plan has",
    "blueprints/plans/paper.py": "what the participant's copy says",
    "blueprints/plans/writing.py": "views of the one page, at a desk and in the room",
    "blueprints/public/texts.py": "sentences beside facts",
    "blueprints/projects/texts.py": "sentences beside facts",
    "blueprints/offers/leaflet.py": "what the leaflet says on paper",
    "blueprints/referrals/consents.py": "an address that has moved",
    "blueprints/referrals/registration.py": "the steps before there is a referral",
    "blueprints/staff/listing.py": "one list as it is shown, and as it is searched",
    "core/teams/agenda.py": "what happens to the items of a meeting, apart from the meeting itself",
    "core/teams/calendar.py": "which meetings there are: no person is read here",
    "core/teams/candidates.py": "who may be put on an agenda, asked of the domains that know it",
    "blueprints/teams/agenda.py": "views of the items: another resource of the same feature",
    "blueprints/teams/closing.py": "the end of a meeting and its minutes",
    "blueprints/teams/room.py": "views for the meeting while it is held",
    "blueprints/totals/ages.py": "how old a figure is, in words",
    "blueprints/work/kinds.py": "what several domains say that waits: a table",
    "blueprints/work/page.py": "one page from several domains",
}


def _usual_names(room: str, feature: str) -> set[str] | None:
    if room == "blueprints":
        return IN_A_BLUEPRINT
    return IN_A_DOMAIN if room == "core" and feature in domains() else None


def test_domains_and_blueprints_have_the_same_file_names() -> None:
    found = set()
    for name in list_files():
        room, *inner = PurePath(name).parts
        usual = _usual_names(room, inner[0]) if len(inner) == 2 and name.endswith(".py") else None
        if usual and PurePath(name).stem not in usual:
            found.add(name)
    assert found - set(OF_THEIR_OWN) == set(), "a new name is a usual one, or stands in OF_THEIR_OWN with its reason"


def test_no_file_or_folder_is_named_after_nothing() -> None:
    assert [
        name
        for name in list_files()
        if SAYS_NOTHING & {word for part in PurePath(name).parts for word in re.split(r"[_.]", part.lower())}
    ] == []
