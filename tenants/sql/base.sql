-- What every database of MIA begins with (architecture 3, D2). Runs as the operator; safe to run again.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA IF NOT EXISTS ext;
GRANT USAGE ON SCHEMA ext TO PUBLIC;
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA ext;
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA ext;

-- Swedish order everywhere alike, whatever the server's locale: å ä ö after z, é as e, ü as y, æ as ä, ø as ö.
-- Compare the result under COLLATE "C".
CREATE OR REPLACE FUNCTION ext.sv_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT translate(lower(translate(value, 'ÅÄÖÆØÉÈÊËÁÀÂÃÍÌÎÏÓÒÔÕÚÙÛÜÝÇÑŠŽŁĆČŚŹŻĘĄŃ', 'åäöæøéèêëáàâãíìîïóòôõúùûüýçñšžłćčśźżęąń')),
                   'åäöæøéèêëáàâãíìîïóòôõúùûüýçñšžłćčśźżęąń-',
                   '{|}|}eeeeaaaaiiiioooouuuyycnszlccszzean ')
$$;

-- For search: letters of one case, hyphens as spaces; å, ä and ö stay letters of their own.
CREATE OR REPLACE FUNCTION ext.sv_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT translate(lower(translate(value, 'ÅÄÖÆØÉÈÊËÁÀÂÃÍÌÎÏÓÒÔÕÚÙÛÜÝÇÑŠŽŁĆČŚŹŻĘĄŃ', 'åäöæøéèêëáàâãíìîïóòôõúùûüýçñšžłćčśźżęąń')),
                   'éèêëáàâãíìîïóòôõúùûüýçñšžłćčśźżęąń-',
                   'eeeeaaaaiiiioooouuuyycnszlccszzean ')
$$;
