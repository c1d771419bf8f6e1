-- Code lists and parties of every tenant, in the language of the glossary.
-- `local` is false where the values have a published source: main_activity (the four groups of the finsam reports) and the
-- support sources that FK and SCB name; it is true where they are our own and a tenant may edit them. None is an official list.

INSERT INTO party (key, name_sv, name_en) VALUES
    ('af', 'Arbetsförmedlingen', 'Swedish Public Employment Service'),
    ('fk', 'Försäkringskassan', 'Swedish Social Insurance Agency'),
    ('kommun', 'Kommunen', 'The municipality'),
    ('region', 'Region Stockholm', 'Region Stockholm');

INSERT INTO code (list, key, position, name_sv, name_en, local) VALUES
    ('referring_party', 'kommun', 10, 'Kommunen', 'The municipality', true),
    ('referring_party', 'fk', 20, 'Försäkringskassan', 'Swedish Social Insurance Agency', true),
    ('referring_party', 'vardgivare', 30, 'Vårdgivare', 'Care provider', true),
    ('referring_party', 'af', 40, 'Arbetsförmedlingen', 'Swedish Public Employment Service', true),
    ('referring_party', 'egen_anmalan', 50, 'Egen anmälan', 'The person themselves', true),
    ('referring_party', 'annan', 60, 'Annan', 'Other', true),

    ('support_source', 'forsorjningsstod', 10, 'Försörjningsstöd', 'Social assistance', false),
    ('support_source', 'sjukpenning_rehabpenning', 20, 'Sjukpenning eller rehabiliteringspenning', 'Sickness benefit or rehabilitation benefit', false),
    ('support_source', 'aktivitetsstod_utvecklingsersattning', 30, 'Aktivitetsstöd eller utvecklingsersättning', 'Activity support or development allowance', false),
    ('support_source', 'aktivitetsersattning', 40, 'Aktivitetsersättning', 'Activity compensation', false),
    ('support_source', 'sjukersattning', 50, 'Sjukersättning', 'Sickness compensation', false),
    ('support_source', 'a_kassa', 60, 'A-kassa', 'Unemployment benefit', false),
    ('support_source', 'etablering', 70, 'Etableringsersättning', 'Introduction benefit', false),
    ('support_source', 'studiestod', 80, 'Studiestöd', 'Student finance', true),
    ('support_source', 'lon', 90, 'Lön', 'Salary', true),
    ('support_source', 'ingen', 100, 'Ingen offentlig försörjning', 'No public support', true),
    ('support_source', 'okant', 110, 'Okänt', 'Not known', true),

    ('main_activity', 'work', 10, 'Arbete', 'Work', false),
    ('main_activity', 'studies', 20, 'Studier', 'Studies', false),
    ('main_activity', 'job_seeking', 30, 'Aktivt arbetssökande, varken i arbete eller studier', 'Actively seeking work, neither working nor studying', false),
    ('main_activity', 'other', 40, 'Annat', 'Other', false),

    ('education', 'forgymnasial', 10, 'Förgymnasial', 'Below upper secondary', true),
    ('education', 'gymnasial', 20, 'Gymnasial', 'Upper secondary', true),
    ('education', 'eftergymnasial', 30, 'Eftergymnasial', 'Post-secondary', true),
    ('education', 'okant', 40, 'Okänd', 'Not known', true);

INSERT INTO code (list, key, position, name_sv, name_en, local, counts_as, outside_goals) VALUES
    ('exit_reason', 'arbete_utan_stod', 10, 'Arbete utan subvention', 'Work without subsidy', true, 'work_or_studies', false),
    ('exit_reason', 'arbete_subventionerat', 20, 'Arbete med subvention', 'Subsidised work', true, 'work_or_studies', false),
    ('exit_reason', 'studier', 30, 'Studier', 'Studies', true, 'work_or_studies', false),
    ('exit_reason', 'af_insats', 40, 'Ordinarie insatser hos Arbetsförmedlingen', 'Regular measures at the Public Employment Service', true, 'regular_measures', false),
    ('exit_reason', 'kommunens_insats', 50, 'Ordinarie insatser hos kommunen', 'Regular measures at the municipality', true, 'regular_measures', false),
    ('exit_reason', 'ater_till_remitterande', 60, 'Åter till remitterande part', 'Back to the referring party', true, NULL, false),
    ('exit_reason', 'halsoskal_vard', 70, 'Hälsoskäl eller vård', 'Health reasons or care', true, NULL, false),
    ('exit_reason', 'eget_avbrott', 80, 'Eget val att avbryta', 'Own choice to leave', true, NULL, false),
    ('exit_reason', 'samtycke_aterkallat', 90, 'Samtycke återkallat', 'Consent withdrawn', true, NULL, false),
    ('exit_reason', 'flytt', 100, 'Flytt', 'Moved away', true, NULL, false),
    ('exit_reason', 'foraldraledighet', 110, 'Föräldraledighet', 'Parental leave', true, NULL, false),
    ('exit_reason', 'sjukersattning_pension', 120, 'Sjukersättning eller pension', 'Sickness compensation or pension', true, NULL, false),
    ('exit_reason', 'avliden', 130, 'Avliden', 'Deceased', true, NULL, true),
    ('exit_reason', 'annat', 140, 'Annan anledning', 'Other reason', true, NULL, false);
