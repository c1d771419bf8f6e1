-- Sound and film as readers get them: only what is ready, at the top of an article they may see. What shows somebody stands
-- on their consent wherever it is used, as pictures do (0006/30_views.sql).

ALTER TABLE article
    ADD CONSTRAINT fk_article_media_id_media FOREIGN KEY (media_id) REFERENCES media (id);
CREATE INDEX ix_article_media_id ON article (media_id);

CREATE VIEW published_media WITH (security_barrier = true) AS
SELECT
    media.id AS media_id,
    media.kind,
    media.media_type,
    media.size,
    media.digest,
    media.milliseconds,
    media.width,
    media.height,
    media.poster,
    shown.seen_from,
    allowed.until AS consent_until
FROM media
JOIN LATERAL (
    SELECT min(published_article.publish_at) AS seen_from
    FROM published_article
    WHERE published_article.media_id = media.id
    HAVING count(*) > 0
) AS shown ON true
CROSS JOIN LATERAL (
    SELECT min(consent.until) AS until, coalesce(bool_or(consent.withdrawn_on IS NOT NULL), false) AS is_withdrawn
    FROM article
    JOIN article_consent ON article_consent.article_id = article.id
    JOIN consent ON consent.id = article_consent.consent_id
    WHERE article.media_id = media.id
) AS allowed
WHERE media.state = 'ready' AND NOT allowed.is_withdrawn;

CREATE VIEW published_media_piece WITH (security_barrier = true) AS
SELECT piece.media_id, piece.number, piece.content, seen.seen_from, seen.consent_until
FROM media_piece AS piece
JOIN published_media AS seen ON seen.media_id = piece.media_id;

CREATE VIEW published_media_text WITH (security_barrier = true) AS
SELECT said.media_id, said.language, said.transcript, said.captions, seen.seen_from, seen.consent_until
FROM media_text AS said
JOIN published_media AS seen ON seen.media_id = said.media_id;
