-- Sound and film as the county's readers get them: only what is ready, at the top of an article they may see.

ALTER TABLE article
    ADD CONSTRAINT fk_article_media_id_media FOREIGN KEY (media_id) REFERENCES media (id);
CREATE INDEX ix_article_media_id ON article (media_id);

CREATE VIEW published_media AS
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
    NULL::date AS consent_until
FROM media
JOIN LATERAL (
    SELECT min(published_article.publish_at) AS seen_from
    FROM published_article
    WHERE published_article.media_id = media.id
    HAVING count(*) > 0
) AS shown ON true
WHERE media.state = 'ready';

CREATE VIEW published_media_piece AS
SELECT piece.media_id, piece.number, piece.content, seen.seen_from, seen.consent_until
FROM media_piece AS piece
JOIN published_media AS seen ON seen.media_id = piece.media_id;

CREATE VIEW published_media_text AS
SELECT said.media_id, said.language, said.transcript, said.captions, seen.seen_from, seen.consent_until
FROM media_text AS said
JOIN published_media AS seen ON seen.media_id = said.media_id;
