-- Lists of the tenant's own, to be edited; none is an official list.
INSERT INTO code (list, key, position, name_sv, name_en, local) VALUES
    ('waiting_priority', 'first', 10, 'Först i kön', 'First in the queue', true),
    ('waiting_priority', 'young', 20, 'Under 25 år', 'Under 25', true),
    ('waiting_priority', 'support_ends', 30, 'Ersättningen upphör snart', 'Benefit ends soon', true),
    ('waiting_priority', 'ordinary', 40, 'Ordinarie kö', 'Ordinary queue', true),

    ('team_outcome', 'plan', 10, 'Gemensam planering påbörjas', 'A joint plan is begun', true),
    ('team_outcome', 'offer', 20, 'Plats föreslås', 'A place is suggested', true),
    ('team_outcome', 'complete', 30, 'Mer underlag behövs', 'More information is needed', true),
    ('team_outcome', 'wait', 40, 'Väntelista', 'Waiting list', true),
    ('team_outcome', 'refer_on', 50, 'Hjälp att komma vidare någon annanstans', 'Help to get on elsewhere', true),
    ('team_outcome', 'continue', 60, 'Planen gäller vidare', 'The plan goes on', true),
    ('team_outcome', 'change', 70, 'Planen ändras', 'The plan is changed', true),
    ('team_outcome', 'finish', 80, 'Avslut förbereds', 'The exit is prepared', true),
    ('team_outcome', 'postponed', 90, 'Skjuts upp till nästa möte', 'Postponed to the next meeting', true);
