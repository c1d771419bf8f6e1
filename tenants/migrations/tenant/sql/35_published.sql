-- What a delprojekt tells the public about itself: all that its public role may read. Never a person, never a count of persons
-- (published figures come from the rollup). `security_barrier` keeps a clever condition from seeing the rows a view leaves out.

CREATE VIEW published_subproject WITH (security_barrier = true) AS
SELECT id AS subproject_id, project_key, name, starts_on, ends_on, esf_ends_on, target, target_is_example,
       age_min, age_max, mapping_counts, contact_email, contact_phone
FROM subproject;

CREATE VIEW published_municipality WITH (security_barrier = true) AS
SELECT subproject_id, code, name, joined_on
FROM subproject_municipality;

CREATE VIEW published_intervention WITH (security_barrier = true) AS
SELECT id AS intervention_id, subproject_id, kind, name_sv, name_en, position, valid_from, valid_until
FROM intervention;
