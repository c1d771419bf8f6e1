-- The text of an insats is written for the public (core/interventions/models.py); its public page reads it here.

CREATE OR REPLACE VIEW published_intervention WITH (security_barrier = true) AS
SELECT id AS intervention_id, subproject_id, kind, name_sv, name_en, position, valid_from, valid_until, text_sv, text_en
FROM intervention;
