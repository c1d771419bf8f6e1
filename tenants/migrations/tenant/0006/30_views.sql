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
    shown.consent_until
FROM picture_rendition AS rendition
JOIN picture ON picture.id = rendition.picture_id
JOIN LATERAL (
    -- Shown in several articles it is seen as long as one of them is.
    SELECT
        min(published_article.publish_at) AS seen_from,
        CASE WHEN bool_and(published_article.consent_until IS NOT NULL) THEN max(published_article.consent_until) END
            AS consent_until
    FROM article_picture
    JOIN published_article ON published_article.article_id = article_picture.article_id
    WHERE article_picture.picture_id = rendition.picture_id
    HAVING count(*) > 0
) AS shown ON true;
