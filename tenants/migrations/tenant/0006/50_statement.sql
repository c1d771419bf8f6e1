-- The accessibility statement as readers see it.

CREATE VIEW published_statement WITH (security_barrier = true) AS
SELECT
    id AS statement_id,
    conformity,
    method,
    assessed_on,
    faults_sv,
    faults_en,
    burden_sv,
    burden_en,
    outside_sv,
    outside_en,
    email,
    phone,
    changed_at
FROM accessibility_statement;
