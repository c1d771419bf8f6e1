-- New columns of tables that stood before. Existing rows get a value at once: nothing waits for a later job.

ALTER TABLE code ADD COLUMN version integer NOT NULL DEFAULT 1;

ALTER TABLE staff ADD COLUMN phone text NOT NULL DEFAULT '';

ALTER TABLE subproject
    ADD COLUMN intake_authority_id uuid,
    ADD COLUMN places integer,
    ADD COLUMN review_weeks integer NOT NULL DEFAULT 8,
    ADD COLUMN consent_months integer NOT NULL DEFAULT 12,
    ADD COLUMN reminder_days integer NOT NULL DEFAULT 30,
    ADD CONSTRAINT fk_subproject_intake_authority_id FOREIGN KEY (intake_authority_id) REFERENCES authority (id),
    ADD CONSTRAINT ck_subproject_places CHECK (places IS NULL OR places > 0),
    ADD CONSTRAINT ck_subproject_review_weeks CHECK (review_weeks BETWEEN 1 AND 52),
    ADD CONSTRAINT ck_subproject_consent_months CHECK (consent_months BETWEEN 1 AND 60),
    ADD CONSTRAINT ck_subproject_reminder_days CHECK (reminder_days BETWEEN 1 AND 180);

ALTER TABLE person
    ADD COLUMN merged_into uuid,
    ADD CONSTRAINT fk_person_merged_into FOREIGN KEY (merged_into) REFERENCES person (id),
    ADD CONSTRAINT ck_person_merged_into_another CHECK (merged_into <> id);
CREATE INDEX ix_person_merged_into ON person (merged_into);

ALTER TABLE referral
    ADD COLUMN reference text NOT NULL DEFAULT 'R-' || upper(substr(gen_random_uuid()::text, 1, 4)) || '-' || upper(substr(gen_random_uuid()::text, 1, 4)),
    ADD COLUMN referrer_account uuid,
    ADD COLUMN author_id uuid,
    ADD COLUMN as_written bytea,
    ADD COLUMN inbox_id uuid,
    ADD COLUMN wanted_contact text NOT NULL DEFAULT '',
    ADD COLUMN priority text NOT NULL DEFAULT 'ordinary',
    ADD COLUMN priority_list text GENERATED ALWAYS AS ('waiting_priority') STORED,
    ADD COLUMN first_contact_on date;
ALTER TABLE referral
    ADD CONSTRAINT uq_referral_reference UNIQUE (reference),
    ADD CONSTRAINT uq_referral_inbox_id UNIQUE (inbox_id),
    ADD CONSTRAINT fk_referral_author_id FOREIGN KEY (author_id) REFERENCES authority (id),
    ADD CONSTRAINT fk_referral_priority_list_priority FOREIGN KEY (priority_list, priority) REFERENCES code (list, key),
    ADD CONSTRAINT ck_referral_contact_after_arrival CHECK (first_contact_on IS NULL OR first_contact_on >= received_on);
CREATE INDEX ix_referral_referrer_account ON referral (referrer_account);
CREATE INDEX ix_referral_author_id ON referral (author_id);

ALTER TABLE consent
    ADD COLUMN holder_id uuid,
    ADD COLUMN scope text NOT NULL DEFAULT '',
    ADD COLUMN file_id uuid,
    ADD COLUMN reminded_on date,
    ADD COLUMN withdrawn_how text NOT NULL DEFAULT '',
    ADD COLUMN withdrawn_by uuid,
    ADD CONSTRAINT fk_consent_holder_id FOREIGN KEY (holder_id) REFERENCES authority (id),
    ADD CONSTRAINT fk_consent_file_id FOREIGN KEY (file_id) REFERENCES file (id);

ALTER TABLE consent_data_kind
    DROP CONSTRAINT ck_consent_data_kind_data_kind,
    ADD CONSTRAINT ck_consent_data_kind_data_kind
        CHECK (data_kind IN ('referral', 'mapping', 'plan', 'note', 'attendance', 'outcome', 'contact'));

ALTER TABLE referral_inbox
    ADD COLUMN set_aside text,
    ADD COLUMN set_aside_by uuid,
    ADD COLUMN set_aside_at timestamptz,
    ADD CONSTRAINT ck_referral_inbox_set_aside CHECK (set_aside IN ('spam', 'double', 'no_contact'));
