-- What the working day adds to tables that already stood.

ALTER TABLE file DROP CONSTRAINT ck_file_purpose;
ALTER TABLE file ADD CONSTRAINT ck_file_purpose CHECK (
    purpose IN ('referral', 'consent', 'consent_form', 'minutes', 'attendance', 'import', 'import_faults', 'export', 'owed')
);
