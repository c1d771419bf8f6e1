-- New tables as the models describe them; tests/rules proves that they still do.
CREATE TABLE media (
  state TEXT DEFAULT 'waiting' NOT NULL,
  form TEXT NOT NULL,
  trouble TEXT,
  kind TEXT,
  media_type TEXT,
  size INTEGER,
  digest TEXT,
  milliseconds INTEGER,
  width INTEGER,
  height INTEGER,
  poster BYTEA,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_media PRIMARY KEY (id),
  CONSTRAINT ck_media_state CHECK (state IN ('waiting', 'ready', 'refused')),
  CONSTRAINT ck_media_kind CHECK (kind IN ('sound', 'film')),
  CONSTRAINT ck_media_trouble CHECK (trouble IN ('unreadable', 'film_codec', 'sound_codec', 'too_long', 'too_much', 'too_large')),
  CONSTRAINT ck_media_ready_is_described CHECK (state <> 'ready' OR num_nulls(kind, media_type, size, digest, milliseconds) = 0),
  CONSTRAINT ck_media_film_has_size CHECK (kind <> 'film' OR num_nulls(width, height, poster) = 0),
  CONSTRAINT ck_media_refused_says_why CHECK (state <> 'refused' OR trouble IS NOT NULL),
  CONSTRAINT ck_media_size CHECK (size BETWEEN 1 AND 42205184)
);

CREATE TABLE site_text_version (
  page TEXT NOT NULL,
  language TEXT NOT NULL,
  number INTEGER NOT NULL,
  at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  by_account UUID NOT NULL,
  body TEXT DEFAULT '' NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_site_text_version PRIMARY KEY (id),
  CONSTRAINT ck_site_text_version_page CHECK (page IN ('participants', 'easy_read', 'officers', 'results', 'support')),
  CONSTRAINT ck_site_text_version_language CHECK (language IN ('sv', 'en')),
  CONSTRAINT uq_site_text_version_page_language_number UNIQUE (page, language, number)
);

CREATE TABLE media_piece (
  media_id UUID NOT NULL,
  number INTEGER NOT NULL,
  content BYTEA NOT NULL,
  CONSTRAINT pk_media_piece PRIMARY KEY (media_id, number),
  CONSTRAINT ck_media_piece_content CHECK (octet_length(content) BETWEEN 1 AND 262144),
  CONSTRAINT ck_media_piece_number CHECK (number >= 0),
  CONSTRAINT fk_media_piece_media_id FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);

CREATE TABLE media_text (
  media_id UUID NOT NULL,
  language TEXT NOT NULL,
  transcript TEXT DEFAULT '' NOT NULL,
  captions TEXT DEFAULT '' NOT NULL,
  CONSTRAINT pk_media_text PRIMARY KEY (media_id, language),
  CONSTRAINT ck_media_text_language CHECK (language IN ('sv', 'en')),
  CONSTRAINT ck_media_text_transcript CHECK (length(transcript) <= 60000),
  CONSTRAINT ck_media_text_captions CHECK (length(captions) <= 600000),
  CONSTRAINT fk_media_text_media_id FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);

CREATE TABLE media_upload_piece (
  media_id UUID NOT NULL,
  number INTEGER NOT NULL,
  content BYTEA NOT NULL,
  CONSTRAINT pk_media_upload_piece PRIMARY KEY (media_id, number),
  CONSTRAINT ck_media_upload_piece_content CHECK (octet_length(content) BETWEEN 1 AND 262144),
  CONSTRAINT ck_media_upload_piece_number CHECK (number >= 0),
  CONSTRAINT fk_media_upload_piece_media_id FOREIGN KEY(media_id) REFERENCES media (id) ON DELETE CASCADE
);

CREATE TABLE signup (
  id UUID NOT NULL,
  article_id UUID NOT NULL,
  signed_up_on DATE NOT NULL,
  received_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  sealed BYTEA NOT NULL,
  CONSTRAINT pk_signup PRIMARY KEY (id),
  CONSTRAINT fk_signup_article_id FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT ck_signup_sealed_size CHECK (octet_length(sealed) BETWEEN 1 AND 10000)
);

CREATE INDEX ix_signup_article_id ON signup (article_id);

CREATE TABLE signup_closing (
  article_id UUID NOT NULL,
  closed_by UUID NOT NULL,
  closed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_signup_closing PRIMARY KEY (article_id),
  CONSTRAINT fk_signup_closing_article_id FOREIGN KEY(article_id) REFERENCES article (id)
);

CREATE TABLE signup_gone (
  signup_id UUID NOT NULL,
  article_id UUID NOT NULL,
  CONSTRAINT pk_signup_gone PRIMARY KEY (signup_id),
  CONSTRAINT fk_signup_gone_article_id FOREIGN KEY(article_id) REFERENCES article (id)
);

CREATE INDEX ix_signup_gone_article_id ON signup_gone (article_id);
