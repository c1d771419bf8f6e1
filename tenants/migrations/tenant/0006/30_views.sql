-- What readers see. A story is in the view only while every consent it stands on is one to publish and has not been
-- withdrawn; its pictures go with it. Days that lie ahead or are over are left to the query, which knows the day.

CREATE VIEW published_article WITH (security_barrier = true) AS
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
    (
        SELECT min(consent.until)
        FROM article_consent
        JOIN consent ON consent.id = article_consent.consent_id
        WHERE article_consent.article_id = article.id
    ) AS consent_until
FROM article
JOIN article_text AS words ON words.article_id = article.id
WHERE article.state = 'published'
  AND (article.kind <> 'story' OR EXISTS (SELECT FROM article_consent WHERE article_id = article.id))
  AND NOT EXISTS (
        SELECT
        FROM article_consent
        JOIN consent ON consent.id = article_consent.consent_id
        WHERE article_consent.article_id = article.id
          AND (consent.withdrawn_on IS NOT NULL OR consent.kind <> 'publicity')
  );

CREATE VIEW published_picture WITH (security_barrier = true) AS
SELECT
    rendition.picture_id,
    rendition.width,
    rendition.height,
    rendition.content,
    picture.alt_sv,
    picture.alt_en,
    picture.credit,
    shown.seen_from,
    allowed.until AS consent_until
FROM picture_rendition AS rendition
JOIN picture ON picture.id = rendition.picture_id
JOIN LATERAL (
    SELECT min(published_article.publish_at) AS seen_from
    FROM article_picture
    JOIN published_article ON published_article.article_id = article_picture.article_id
    WHERE article_picture.picture_id = rendition.picture_id
    HAVING count(*) > 0
) AS shown ON true
CROSS JOIN LATERAL (
    -- Of every story that shows it, published or not: a picture of somebody stands on their consent wherever it is used.
    SELECT min(consent.until) AS until, coalesce(bool_or(consent.withdrawn_on IS NOT NULL), false) AS is_withdrawn
    FROM article_picture
    JOIN article_consent ON article_consent.article_id = article_picture.article_id
    JOIN consent ON consent.id = article_consent.consent_id
    WHERE article_picture.picture_id = rendition.picture_id
) AS allowed
WHERE NOT allowed.is_withdrawn;
