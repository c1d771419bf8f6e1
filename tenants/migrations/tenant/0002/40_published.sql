-- Who receives what the public form sends, and from when until when its processing agreement holds: without it the form is closed.
CREATE OR REPLACE VIEW published_subproject WITH (security_barrier = true) AS
SELECT s.id AS subproject_id, s.project_key, s.name, s.starts_on, s.ends_on, s.esf_ends_on, s.target, s.target_is_example,
       s.age_min, s.age_max, s.mapping_counts, s.contact_email, s.contact_phone,
       a.name AS intake_authority, a.agreement_from AS intake_from, a.agreement_until AS intake_until
FROM subproject s LEFT JOIN authority a ON a.id = s.intake_authority_id;
