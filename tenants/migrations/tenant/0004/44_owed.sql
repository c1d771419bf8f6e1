-- The figures that are owed, written once: the page, the workbook and what is frozen when a month is reported all ask here.

-- One participant's month. `takes_part` says who belongs to the base for SCB; whoever was to come to something without having
-- begun stands only in the attendance summary. For whoever may read persons: the queries narrow it by the participation.
CREATE VIEW owed_line WITH (security_barrier = true) AS
WITH hours AS (
    SELECT
        attendance.participation_id,
        date_trunc('month', attendance.on_date::timestamp)::date AS month,
        sum(attendance.planned_minutes)::integer AS planned_minutes,
        sum(attendance.attended_minutes)::integer AS minutes,
        count(*) FILTER (WHERE attendance.state = 'absent')::integer AS absent,
        count(*) FILTER (WHERE attendance.absence = 'no_show')::integer AS no_show,
        count(*) FILTER (WHERE attendance.state = 'planned')::integer AS not_noted,
        -- As core/attendance/sums.py makes it of what a report shows.
        encode(sha256(convert_to(string_agg(
            concat_ws(' ', attendance.on_date::text, activity.begins_at::text, activity.ends_at::text, attendance.attended_minutes::text),
            '; ' ORDER BY attendance.on_date, activity.begins_at, attendance.id
        ) FILTER (WHERE attendance.state = 'present'), 'UTF8')), 'hex') AS digest
    FROM attendance
    JOIN activity ON activity.id = attendance.activity_id AND activity.state <> 'cancelled'
    GROUP BY 1, 2
), registration AS (
    SELECT
        participation.id AS participation_id,
        participation.subproject_id,
        participation.grade,
        coalesce(person.sex, participation.sex) AS sex,
        participation.first_activity_on,
        participation.ended_on,
        person.identity_kind = 'temporary' AS is_temporary,
        participation.first_activity_on = min(participation.first_activity_on) OVER (
            PARTITION BY participation.subproject_id, coalesce(participation.person_id, participation.id)
        ) AS is_first
    FROM participation
    LEFT JOIN person ON person.id = participation.person_id
    WHERE participation.state <> 'misregistered'
), calendar AS (
    SELECT subproject.id AS subproject_id, month::date AS month, (month + interval '1 month')::date AS next_month
    FROM subproject
    CROSS JOIN LATERAL generate_series(
        date_trunc('month', subproject.starts_on::timestamp), subproject.ends_on::timestamp, interval '1 month'
    ) AS month
), line AS (
    SELECT
        calendar.subproject_id,
        calendar.month,
        registration.participation_id,
        registration.sex,
        registration.grade,
        registration.is_temporary,
        coalesce(
            registration.first_activity_on < calendar.next_month
            AND (registration.ended_on IS NULL OR registration.ended_on >= calendar.month), false
        ) AS takes_part,
        CASE WHEN registration.first_activity_on >= calendar.month AND registration.first_activity_on < calendar.next_month
            THEN CASE WHEN registration.is_first THEN 'new' ELSE 'again' END END AS begun,
        CASE WHEN registration.first_activity_on >= calendar.month AND registration.first_activity_on < calendar.next_month
            THEN registration.first_activity_on END AS began_on,
        CASE WHEN registration.ended_on >= calendar.month AND registration.ended_on < calendar.next_month
            THEN registration.ended_on END AS ended_on,
        coalesce(hours.planned_minutes, 0) AS planned_minutes,
        coalesce(hours.minutes, 0) AS minutes,
        coalesce(hours.absent, 0) AS absent,
        coalesce(hours.no_show, 0) AS no_show,
        coalesce(hours.not_noted, 0) AS not_noted,
        hours.digest
    FROM calendar
    JOIN registration ON registration.subproject_id = calendar.subproject_id
    LEFT JOIN hours ON hours.participation_id = registration.participation_id AND hours.month = calendar.month
)
SELECT
    line.subproject_id,
    line.month,
    line.participation_id,
    line.sex,
    line.grade,
    line.takes_part,
    line.begun,
    line.began_on,
    line.ended_on,
    line.planned_minutes,
    line.minutes,
    line.absent,
    line.no_show,
    line.not_noted,
    support.source,
    coalesce(report.digest = line.digest AND report.received_on IS NOT NULL, false) AS signed,
    -- Of an anonymous participant nothing can be missing here: their line is written by hand, from paper.
    CASE WHEN line.grade = 'anonymous' THEN '{}'::text[] ELSE array_remove(ARRAY[
        CASE WHEN line.is_temporary THEN 'identity' END,
        CASE WHEN line.not_noted > 0 THEN 'not_noted' END,
        CASE WHEN line.minutes = 0 AND line.not_noted = 0 THEN 'no_hours' END,
        CASE WHEN line.begun IS NOT NULL AND before.participation_id IS NULL THEN 'before' END,
        CASE WHEN line.ended_on IS NOT NULL AND after.participation_id IS NULL THEN 'after' END
    ], NULL) END AS lacking
FROM line
LEFT JOIN situation AS before ON before.participation_id = line.participation_id AND before.moment = 'before'
LEFT JOIN situation AS after ON after.participation_id = line.participation_id AND after.moment = 'after'
LEFT JOIN situation_support AS support ON support.situation_id = before.id AND support.main
LEFT JOIN LATERAL (
    SELECT attendance_report.digest, attendance_report.received_on
    FROM attendance_report
    WHERE attendance_report.participation_id = line.participation_id AND attendance_report.month = line.month AND line.minutes > 0
    ORDER BY attendance_report.number DESC
    LIMIT 1
) AS report ON true
WHERE line.takes_part OR line.planned_minutes > 0;

-- The same counted, for those who may know no more than that. `security_barrier` keeps a clever condition from seeing the lines.
CREATE VIEW owed_month WITH (security_barrier = true) AS
SELECT
    subproject_id,
    month,
    count(*) FILTER (WHERE takes_part)::integer AS taking_part,
    count(*) FILTER (WHERE takes_part AND sex = 'woman')::integer AS women,
    count(*) FILTER (WHERE takes_part AND sex = 'man')::integer AS men,
    count(*) FILTER (WHERE takes_part AND grade = 'anonymous')::integer AS anonymous,
    count(*) FILTER (WHERE begun = 'new' AND sex = 'woman')::integer AS new_women,
    count(*) FILTER (WHERE begun = 'new' AND sex = 'man')::integer AS new_men,
    count(*) FILTER (WHERE begun = 'again')::integer AS came_back,
    count(*) FILTER (WHERE takes_part AND ended_on IS NOT NULL AND sex = 'woman')::integer AS ended_women,
    count(*) FILTER (WHERE takes_part AND ended_on IS NOT NULL AND sex = 'man')::integer AS ended_men,
    count(*) FILTER (WHERE takes_part AND minutes > 0)::integer AS with_hours,
    coalesce(sum(minutes / 60) FILTER (WHERE takes_part), 0)::integer AS hours,
    count(*) FILTER (WHERE takes_part AND grade = 'personal' AND cardinality(lacking) = 0)::integer AS complete,
    count(*) FILTER (WHERE takes_part AND 'identity' = ANY (lacking))::integer AS lacking_identity,
    count(*) FILTER (WHERE takes_part AND 'not_noted' = ANY (lacking))::integer AS lacking_not_noted,
    count(*) FILTER (WHERE takes_part AND 'no_hours' = ANY (lacking))::integer AS lacking_no_hours,
    count(*) FILTER (WHERE takes_part AND 'before' = ANY (lacking))::integer AS lacking_before,
    count(*) FILTER (WHERE takes_part AND 'after' = ANY (lacking))::integer AS lacking_after,
    count(*) FILTER (WHERE planned_minutes > 0)::integer AS expected,
    count(*) FILTER (WHERE minutes > 0)::integer AS attended,
    sum(planned_minutes)::integer AS planned_minutes,
    sum(minutes)::integer AS attended_minutes,
    sum(minutes / 60)::integer AS whole_hours,
    sum(absent)::integer AS absent,
    sum(no_show)::integer AS no_show,
    sum(not_noted)::integer AS not_noted,
    count(*) FILTER (WHERE minutes > 0 AND signed)::integer AS signed,
    count(*) FILTER (WHERE minutes > 0 AND NOT signed)::integer AS unsigned,
    coalesce(encode(sha256(convert_to(string_agg(
        ROW (participation_id, begun, began_on, ended_on, minutes)::text, ';' ORDER BY participation_id
    ) FILTER (WHERE takes_part), 'UTF8')), 'hex'), '') AS scb_digest,
    coalesce(encode(sha256(convert_to(string_agg(
        ROW (participation_id, planned_minutes, minutes, source)::text, ';' ORDER BY participation_id
    ) FILTER (WHERE planned_minutes > 0), 'UTF8')), 'hex'), '') AS attendance_digest
FROM owed_line
GROUP BY subproject_id, month;

-- Attended time by the main means of support before, which is what its co-financing is counted on.
CREATE VIEW owed_source_month WITH (security_barrier = true) AS
SELECT
    subproject_id,
    month,
    source,
    count(*)::integer AS participants,
    sum(minutes)::integer AS minutes,
    sum(minutes / 60)::integer AS whole_hours
FROM owed_line
WHERE minutes > 0
GROUP BY 1, 2, 3;

-- Women and men who took part in each insats in each year, and those whose time in it began that year. A person counts once.
CREATE VIEW owed_insats_year WITH (security_barrier = true) AS
SELECT
    participation.subproject_id,
    period.intervention_id,
    year,
    coalesce(person.sex, participation.sex) AS sex,
    count(DISTINCT coalesce(participation.person_id, participation.id))::integer AS took_part,
    count(DISTINCT coalesce(participation.person_id, participation.id))
        FILTER (WHERE extract(year FROM period.starts_on) = year)::integer AS began
FROM intervention_period AS period
JOIN participation ON participation.id = period.participation_id AND participation.state <> 'misregistered'
JOIN subproject ON subproject.id = participation.subproject_id
LEFT JOIN person ON person.id = participation.person_id
CROSS JOIN LATERAL generate_series(
    extract(year FROM period.starts_on)::integer,
    extract(year FROM coalesce(period.ends_on, participation.ended_on, greatest(subproject.ends_on, period.starts_on)))::integer
) AS year
GROUP BY 1, 2, 3, 4;
