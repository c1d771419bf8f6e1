-- What has been released stays as it was, whoever asks: beside the privileges, which give nobody of the product UPDATE or DELETE.

CREATE FUNCTION rollup.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_release_immutable',
        MESSAGE = 'a release is never changed';
END
$$;

CREATE FUNCTION rollup.refuse_return() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
-- An attempt that has ended has ended.
BEGIN
    IF OLD.state <> 'building' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_build_ended', MESSAGE = 'the attempt has ended';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON rollup.release FOR EACH ROW EXECUTE FUNCTION rollup.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON rollup.release_cell FOR EACH ROW EXECUTE FUNCTION rollup.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON rollup.release_basis FOR EACH ROW EXECUTE FUNCTION rollup.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON rollup.release_record FOR EACH ROW EXECUTE FUNCTION rollup.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON rollup.release_table_cell FOR EACH ROW EXECUTE FUNCTION rollup.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON rollup.release_edition FOR EACH ROW EXECUTE FUNCTION rollup.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON rollup.release_audit FOR EACH ROW EXECUTE FUNCTION rollup.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON rollup.release_file FOR EACH ROW EXECUTE FUNCTION rollup.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE ON rollup.build FOR EACH ROW EXECUTE FUNCTION rollup.refuse_return();

REVOKE ALL ON FUNCTION rollup.refuse_change(), rollup.refuse_return() FROM PUBLIC;
