-- New tables as the models describe them; tests/rules proves that they still do.
CREATE TABLE picture (
  alt_sv TEXT NOT NULL,
  alt_en TEXT NOT NULL,
  credit TEXT DEFAULT '' NOT NULL,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_picture PRIMARY KEY (id)
);

CREATE TABLE article (
  kind TEXT NOT NULL,
  state TEXT DEFAULT 'draft' NOT NULL,
  publish_at TIMESTAMP WITH TIME ZONE,
  happens_on DATE,
  last_day DATE,
  picture_id UUID,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  changed_by UUID NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_article PRIMARY KEY (id),
  CONSTRAINT ck_article_kind CHECK (kind IN ('news', 'story', 'event', 'job')),
  CONSTRAINT ck_article_state CHECK (state IN ('draft', 'review', 'published', 'archived')),
  CONSTRAINT ck_article_published_has_day CHECK (state <> 'published' OR publish_at IS NOT NULL),
  CONSTRAINT ck_article_last_day_after_first CHECK (last_day >= happens_on),
  CONSTRAINT fk_article_picture_id FOREIGN KEY(picture_id) REFERENCES picture (id)
);

CREATE TABLE picture_rendition (
  picture_id UUID NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  content BYTEA NOT NULL,
  CONSTRAINT pk_picture_rendition PRIMARY KEY (picture_id, width),
  CONSTRAINT fk_picture_rendition_picture_id FOREIGN KEY(picture_id) REFERENCES picture (id)
);

CREATE TABLE article_picture (
  article_id UUID NOT NULL,
  picture_id UUID NOT NULL,
  CONSTRAINT pk_article_picture PRIMARY KEY (article_id, picture_id),
  CONSTRAINT fk_article_picture_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_article_picture_picture_id FOREIGN KEY(picture_id) REFERENCES picture (id)
);

CREATE TABLE article_tag (
  article_id UUID NOT NULL,
  tag TEXT NOT NULL,
  CONSTRAINT pk_article_tag PRIMARY KEY (article_id, tag),
  CONSTRAINT ck_article_tag_tag CHECK (length(tag) BETWEEN 1 AND 40),
  CONSTRAINT fk_article_tag_article_id FOREIGN KEY(article_id) REFERENCES article (id)
);

CREATE TABLE article_text (
  article_id UUID NOT NULL,
  language TEXT NOT NULL,
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  lead TEXT DEFAULT '' NOT NULL,
  body TEXT DEFAULT '' NOT NULL,
  CONSTRAINT pk_article_text PRIMARY KEY (article_id, language),
  CONSTRAINT ck_article_text_language CHECK (language IN ('sv', 'en')),
  CONSTRAINT ck_article_text_title CHECK (length(title) BETWEEN 1 AND 120),
  CONSTRAINT ck_article_text_lead CHECK (length(lead) <= 400),
  CONSTRAINT ck_article_text_body CHECK (length(body) <= 60000),
  CONSTRAINT uq_article_text_language_slug UNIQUE (language, slug),
  CONSTRAINT fk_article_text_article_id FOREIGN KEY(article_id) REFERENCES article (id)
);

CREATE TABLE article_version (
  article_id UUID NOT NULL,
  number INTEGER NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  by_account UUID NOT NULL,
  state TEXT NOT NULL,
  content JSONB NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_article_version PRIMARY KEY (id),
  CONSTRAINT uq_article_version_article_id_number UNIQUE (article_id, number),
  CONSTRAINT fk_article_version_article_id FOREIGN KEY(article_id) REFERENCES article (id)
);

CREATE INDEX ix_article_version_article_id ON article_version (article_id);

CREATE TABLE article_consent (
  article_id UUID NOT NULL,
  consent_id UUID NOT NULL,
  CONSTRAINT pk_article_consent PRIMARY KEY (article_id, consent_id),
  CONSTRAINT fk_article_consent_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_article_consent_consent_id FOREIGN KEY(consent_id) REFERENCES consent (id)
);

CREATE INDEX ix_article_consent_consent_id ON article_consent (consent_id);
