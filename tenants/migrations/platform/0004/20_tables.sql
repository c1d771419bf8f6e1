-- New tables as the models describe them; tests/rules proves that they still do.
CREATE TABLE accessibility_statement (
  is_only BOOLEAN DEFAULT 'true' NOT NULL,
  changed_by UUID NOT NULL,
  conformity TEXT NOT NULL,
  method TEXT NOT NULL,
  assessed_on DATE NOT NULL,
  faults_sv TEXT DEFAULT '' NOT NULL,
  faults_en TEXT DEFAULT '' NOT NULL,
  burden_sv TEXT DEFAULT '' NOT NULL,
  burden_en TEXT DEFAULT '' NOT NULL,
  outside_sv TEXT DEFAULT '' NOT NULL,
  outside_en TEXT DEFAULT '' NOT NULL,
  email TEXT DEFAULT '' NOT NULL,
  phone TEXT DEFAULT '' NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_accessibility_statement PRIMARY KEY (id),
  CONSTRAINT ck_accessibility_statement_conformity CHECK (conformity IN ('full', 'partly', 'not')),
  CONSTRAINT ck_accessibility_statement_method CHECK (method IN ('own', 'external')),
  CONSTRAINT ck_accessibility_statement_is_only CHECK (is_only),
  CONSTRAINT ck_accessibility_statement_length CHECK (greatest(length(faults_sv), length(faults_en), length(burden_sv), length(burden_en), length(outside_sv), length(outside_en)) <= 4000),
  CONSTRAINT ck_accessibility_statement_faults_are_told CHECK (conformity = 'full' OR faults_sv <> ''),
  CONSTRAINT uq_accessibility_statement_is_only UNIQUE (is_only)
);

CREATE TABLE dated_fact (
  happened_on DATE NOT NULL,
  text_sv TEXT DEFAULT '' NOT NULL,
  text_en TEXT DEFAULT '' NOT NULL,
  source_sv TEXT DEFAULT '' NOT NULL,
  source_en TEXT DEFAULT '' NOT NULL,
  link TEXT DEFAULT '' NOT NULL,
  shown BOOLEAN DEFAULT 'true' NOT NULL,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  changed_by UUID NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_dated_fact PRIMARY KEY (id),
  CONSTRAINT ck_dated_fact_text CHECK (text_sv <> '' AND greatest(length(text_sv), length(text_en)) <= 300),
  CONSTRAINT ck_dated_fact_source CHECK (greatest(length(source_sv), length(source_en)) <= 300),
  CONSTRAINT ck_dated_fact_link CHECK (link = '' OR link ~ '^https?://')
);

CREATE TABLE picture (
  alt_sv TEXT NOT NULL,
  alt_en TEXT NOT NULL,
  credit TEXT DEFAULT '' NOT NULL,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_picture PRIMARY KEY (id)
);

CREATE TABLE publication (
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  title_sv TEXT DEFAULT '' NOT NULL,
  title_en TEXT DEFAULT '' NOT NULL,
  text_sv TEXT DEFAULT '' NOT NULL,
  text_en TEXT DEFAULT '' NOT NULL,
  link TEXT DEFAULT '' NOT NULL,
  shown_from TIMESTAMP WITH TIME ZONE,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  changed_by UUID NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_publication PRIMARY KEY (id),
  CONSTRAINT ck_publication_kind CHECK (kind IN ('report', 'fact_sheet', 'leaflet', 'reading_tip')),
  CONSTRAINT ck_publication_year CHECK (year BETWEEN 1990 AND 2100),
  CONSTRAINT ck_publication_title_sv CHECK (title_sv <> '' AND length(title_sv) <= 160),
  CONSTRAINT ck_publication_title_en CHECK (length(title_en) <= 160),
  CONSTRAINT ck_publication_text CHECK (greatest(length(text_sv), length(text_en)) <= 600),
  CONSTRAINT ck_publication_link CHECK (link = '' OR link ~ '^https?://')
);

CREATE TABLE site_contact (
  position INTEGER DEFAULT '0' NOT NULL,
  role_sv TEXT DEFAULT '' NOT NULL,
  role_en TEXT DEFAULT '' NOT NULL,
  name TEXT DEFAULT '' NOT NULL,
  is_acting BOOLEAN DEFAULT 'false' NOT NULL,
  about_sv TEXT DEFAULT '' NOT NULL,
  about_en TEXT DEFAULT '' NOT NULL,
  phone TEXT DEFAULT '' NOT NULL,
  email TEXT DEFAULT '' NOT NULL,
  shown BOOLEAN DEFAULT 'true' NOT NULL,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  changed_by UUID NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_site_contact PRIMARY KEY (id),
  CONSTRAINT ck_site_contact_role CHECK (role_sv <> '' AND greatest(length(role_sv), length(role_en)) <= 80),
  CONSTRAINT ck_site_contact_about CHECK (greatest(length(about_sv), length(about_en)) <= 300)
);

CREATE TABLE site_text (
  page TEXT NOT NULL,
  language TEXT NOT NULL,
  body TEXT DEFAULT '' NOT NULL,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  changed_by UUID NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  CONSTRAINT pk_site_text PRIMARY KEY (id),
  CONSTRAINT ck_site_text_page CHECK (page IN ('participants', 'easy_read', 'officers', 'results', 'support')),
  CONSTRAINT ck_site_text_language CHECK (language IN ('sv', 'en')),
  CONSTRAINT ck_site_text_body CHECK (length(body) <= 60000),
  CONSTRAINT uq_site_text_page_language UNIQUE (page, language)
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
  CONSTRAINT ck_article_kind CHECK (kind IN ('news', 'story', 'event', 'job', 'opening')),
  CONSTRAINT ck_article_state CHECK (state IN ('draft', 'review', 'published', 'archived')),
  CONSTRAINT ck_article_published_has_day CHECK (state <> 'published' OR publish_at IS NOT NULL),
  CONSTRAINT ck_article_last_day_after_first CHECK (last_day >= happens_on),
  CONSTRAINT ck_article_no_story CHECK (kind <> 'story'),
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

CREATE TABLE publication_file (
  publication_id UUID NOT NULL,
  language TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  content BYTEA NOT NULL,
  cover BYTEA,
  cover_width INTEGER,
  cover_height INTEGER,
  created_by UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_publication_file PRIMARY KEY (id),
  CONSTRAINT ck_publication_file_language CHECK (language IN ('sv', 'en', 'ar', 'bs', 'ckb', 'es', 'fa', 'fi', 'fr', 'kmr', 'pl', 'prs', 'ps', 'ru', 'so', 'syr', 'th', 'ti', 'tr', 'uk')),
  CONSTRAINT ck_publication_file_size CHECK (size BETWEEN 1 AND 10485760),
  CONSTRAINT uq_publication_file_publication_id_language UNIQUE (publication_id, language),
  CONSTRAINT fk_publication_file_publication_id FOREIGN KEY(publication_id) REFERENCES publication (id)
);

CREATE INDEX ix_publication_file_publication_id ON publication_file (publication_id);

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
