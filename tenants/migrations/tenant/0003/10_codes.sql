-- A list of the tenant's own, to be edited: what counts as a step forward is agreed in the delprojekt, by nobody above it.
INSERT INTO code (list, key, position, name_sv, name_en, local) VALUES
    ('step_kind', 'routine', 10, 'Kommer regelbundet', 'Comes regularly', true),
    ('step_kind', 'everyday', 20, 'Vardagen fungerar bättre', 'Everyday life works better', true),
    ('step_kind', 'health', 30, 'Mår bättre', 'Feels better', true),
    ('step_kind', 'more_time', 40, 'Orkar fler timmar', 'Manages more hours', true),
    ('step_kind', 'language', 50, 'Svenskan har blivit bättre', 'Swedish has improved', true),
    ('step_kind', 'training_begun', 60, 'Arbetsträning har börjat', 'Work training has begun', true),
    ('step_kind', 'application', 70, 'Har sökt arbete eller utbildning', 'Has applied for work or education', true),
    ('step_kind', 'interview', 80, 'Har varit på intervju', 'Has been to an interview', true),
    ('step_kind', 'trial', 90, 'Provar ett arbete', 'Tries a job', true),
    ('step_kind', 'studies_begun', 100, 'Studier har börjat', 'Studies have begun', true),
    ('step_kind', 'work_begun', 110, 'Arbete har börjat', 'Work has begun', true),
    ('step_kind', 'other', 120, 'Annat steg', 'Another step', true);
