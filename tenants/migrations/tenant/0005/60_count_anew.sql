-- Crossed counts begin from nothing: every month in which something stands is counted once.
INSERT INTO dirty_mark (subproject_id, month)
SELECT subproject_id, month FROM counted_month
UNION
SELECT subproject_id, date_trunc('month', received_on::timestamp)::date FROM referral
UNION
SELECT subproject_id, month FROM month_lock
UNION
SELECT subproject_id, month FROM volume_count;
