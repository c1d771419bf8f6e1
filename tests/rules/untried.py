"""Addresses that take a POST and are not tried by test_bad_input.py, each with its reason."""

NOT_TRIED = {
    "drafts.create": "saves what another form holds",
    "drafts.delete": "a button",
    "sign_in.delete": "a button",
    "apply.create": "the public's; tried beside the drafts, for it has none",
    "inbox.protection": "one question with three answers",
    "inbox.set_aside_create": "one question with three answers",
    "inbox.set_aside_delete": "a button",
    "inbox.delete": "a button",
    "files.create": "a file; tests/integration/test_files.py tries it",
    "sign_in.update": "a button",
    "consents.paper_create": "makes a paper and keeps nothing; tests/integration/test_consent_pages.py tries it",
    "contact_card.show": "asks and keeps nothing; tests/integration/test_contact_card.py tries it",
    "settings.blank_create": "a file; tests/integration/test_consent_pages.py tries it",
    "settings.blank_disuse": "a button",
    "settings.blank_use": "a button",
    "staff.create_link": "a button",
    "staff.delete_second_step": "a button",
    "persons.merges_create": "two fields beside a comparison; tests/integration/test_merging.py tries it",
    "persons.merges_delete": "a button",
    "assessments.question_delete": "a button",
    "referrals.search": "looks for somebody; nothing is kept",
    "staff.search": "looks for somebody; nothing is kept",
    "participants.search": "looks for somebody; nothing is kept",
    "plans.drop": "a button",
    "teams.cancel": "a button",
    "teams.plan_again": "a button",
    "teams.move_item": "a button",
    "teams.remove_item": "a button",
    "teams.update_present": "boxes, none of which is wrong; tests/integration/test_team_pages.py tries them",
    "referrals.protection": "one question with three answers",
    "referrals.offer_create": "a button",
    "settings.line_create": "named by a list, not by an id; tests/integration/test_settings.py tries it",
    "settings.line_update": "named by a list, not by an id; tests/integration/test_settings.py tries it",
}
"""By endpoint."""

NOT_TRIED_FEATURES = {
    "sign_in": "passwords are never shown again; tests/integration/test_sign_in.py tries them",
    "profile": "passwords and choices of the account's own",
    "platform": "buttons of the county's host, where there are no drafts",
    "demo": "what only the demo has",
}
"""By feature."""
