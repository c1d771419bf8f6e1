-- New columns of tables that stood before. Existing rows get a value at once: nothing waits for a later job.

ALTER TABLE subproject
    ADD COLUMN quiet_days integer NOT NULL DEFAULT 42,
    ADD COLUMN follow_up_months integer[] NOT NULL DEFAULT '{1,6}',
    ADD COLUMN caseload_limit integer,
    ADD CONSTRAINT ck_subproject_quiet_days CHECK (quiet_days BETWEEN 7 AND 365),
    ADD CONSTRAINT ck_subproject_follow_up_months
        CHECK (cardinality(follow_up_months) <= 6 AND 1 <= ALL (follow_up_months) AND 36 >= ALL (follow_up_months)),
    ADD CONSTRAINT ck_subproject_caseload_limit CHECK (caseload_limit IS NULL OR caseload_limit > 0);

ALTER TABLE intervention
    ADD COLUMN text_sv text NOT NULL DEFAULT '',
    ADD COLUMN text_en text NOT NULL DEFAULT '',
    ADD COLUMN capacity integer,
    ADD CONSTRAINT ck_intervention_capacity CHECK (capacity IS NULL OR capacity > 0);

ALTER TABLE intervention_period
    ADD COLUMN place_id uuid,
    ADD COLUMN insured_on date,
    ADD COLUMN insured_by uuid,
    ADD CONSTRAINT fk_intervention_period_place_id FOREIGN KEY (place_id) REFERENCES place (id),
    ADD CONSTRAINT ck_intervention_period_insured_by CHECK ((insured_on IS NULL) = (insured_by IS NULL));
CREATE INDEX ix_intervention_period_place_id ON intervention_period (place_id);

ALTER TABLE file
    DROP CONSTRAINT ck_file_purpose,
    ADD CONSTRAINT ck_file_purpose CHECK (purpose IN ('referral', 'consent', 'consent_form', 'minutes', 'attendance'));
