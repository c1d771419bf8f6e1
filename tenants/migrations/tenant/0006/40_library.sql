-- What readers see of the library: nothing that is a draft, has been taken down or is not to be shown.

CREATE VIEW published_publication WITH (security_barrier = true) AS
SELECT id AS publication_id, kind, year, title_sv, title_en, text_sv, text_en, link, shown_from
FROM publication
WHERE shown_from IS NOT NULL;

CREATE VIEW published_document WITH (security_barrier = true) AS
SELECT
    file.id AS file_id,
    file.publication_id,
    file.language,
    file.name,
    file.size,
    file.content,
    file.cover,
    file.cover_width,
    file.cover_height
FROM publication_file AS file
JOIN publication ON publication.id = file.publication_id
WHERE publication.shown_from IS NOT NULL;

CREATE VIEW published_fact WITH (security_barrier = true) AS
SELECT id AS fact_id, happened_on, text_sv, text_en, source_sv, source_en, link
FROM dated_fact
WHERE shown;

CREATE VIEW published_contact WITH (security_barrier = true) AS
SELECT id AS contact_id, position, role_sv, role_en, name, is_acting, about_sv, about_en, phone, email
FROM site_contact
WHERE shown;

CREATE VIEW published_text WITH (security_barrier = true) AS
SELECT page, language, body, changed_at
FROM site_text
WHERE body <> '';
