-- What readers of the county's site see: the same columns as a tenant's, and nobody's consent is needed.

CREATE VIEW published_article AS
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
    NULL::date AS consent_until
FROM article
JOIN article_text AS words ON words.article_id = article.id
WHERE article.state = 'published';

CREATE VIEW published_picture AS
SELECT
    rendition.picture_id,
    rendition.width,
    rendition.height,
    rendition.content,
    picture.alt_sv,
    picture.alt_en,
    picture.credit,
    shown.seen_from,
    NULL::date AS consent_until
FROM picture_rendition AS rendition
JOIN picture ON picture.id = rendition.picture_id
JOIN LATERAL (
    SELECT min(published_article.publish_at) AS seen_from
    FROM article_picture
    JOIN published_article ON published_article.article_id = article_picture.article_id
    WHERE article_picture.picture_id = rendition.picture_id
    HAVING count(*) > 0
) AS shown ON true;
