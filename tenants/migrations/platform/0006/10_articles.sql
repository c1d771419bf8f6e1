-- What an article may have besides its text and picture: an event that one signs up for, sound or film, and what
-- somebody said, to be shown as their voice.

ALTER TABLE article
    ADD COLUMN signup_until date,
    ADD COLUMN places integer,
    ADD COLUMN media_id uuid,
    ADD CONSTRAINT ck_article_signup_of_event CHECK (signup_until IS NULL OR (kind = 'event' AND happens_on IS NOT NULL)),
    ADD CONSTRAINT ck_article_places CHECK (places BETWEEN 1 AND 1000);

ALTER TABLE article_text
    ADD COLUMN quote text NOT NULL DEFAULT '',
    ADD COLUMN quoted_as text NOT NULL DEFAULT '',
    ADD CONSTRAINT ck_article_text_quote CHECK (length(quote) <= 400),
    ADD CONSTRAINT ck_article_text_quoted_as CHECK (length(quoted_as) <= 80);

CREATE OR REPLACE VIEW published_article AS
SELECT
    article.id AS article_id,
    words.language,
    article.kind,
    article.publish_at,
    article.changed_at,
    article.happens_on,
    article.last_day,
    article.picture_id,
    words.slug,
    words.title,
    words.lead,
    words.body,
    coalesce((SELECT array_agg(tag ORDER BY tag) FROM article_tag WHERE article_id = article.id), '{}') AS tags,
    NULL::date AS consent_until,
    article.signup_until,
    article.places,
    article.media_id,
    words.quote,
    words.quoted_as
FROM article
JOIN article_text AS words ON words.article_id = article.id
WHERE article.state = 'published';
