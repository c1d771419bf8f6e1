-- What others offer beside MIA's own insatser, every version of a page's text, and whether a file can be read aloud.

ALTER TABLE intervention
    ADD COLUMN is_complementary boolean NOT NULL DEFAULT false,
    ADD COLUMN given_by text NOT NULL DEFAULT '',
    ADD CONSTRAINT ck_intervention_given_by CHECK (length(given_by) <= 120);

CREATE OR REPLACE VIEW published_intervention WITH (security_barrier = true) AS
SELECT
    id AS intervention_id,
    subproject_id,
    kind,
    name_sv,
    name_en,
    position,
    valid_from,
    valid_until,
    text_sv,
    text_en,
    is_complementary,
    given_by
FROM intervention;

ALTER TABLE publication_file
    ADD COLUMN reading text NOT NULL DEFAULT 'unknown',
    ADD COLUMN lacking text[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT ck_publication_file_reading CHECK (reading IN ('unknown', 'tagged', 'untagged', 'picture'));

CREATE OR REPLACE VIEW published_document WITH (security_barrier = true) AS
SELECT
    file.id AS file_id,
    file.publication_id,
    file.language,
    file.name,
    file.size,
    file.content,
    file.cover,
    file.cover_width,
    file.cover_height,
    file.reading
FROM publication_file AS file
JOIN publication ON publication.id = file.publication_id
WHERE publication.shown_from IS NOT NULL;

-- What stood there before anybody kept versions is the first one.
INSERT INTO site_text_version (id, page, language, number, at, by_account, body)
SELECT gen_random_uuid(), page, language, 1, changed_at, changed_by, body
FROM site_text;
