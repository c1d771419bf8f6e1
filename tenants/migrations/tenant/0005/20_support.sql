-- Insatser, hours, referrals, follow-ups, volume: the same shape as agg_people.

CREATE VIEW agg_insats WITH (security_barrier = true) AS
-- A person once a kind of insats, in the month they first began one of that kind.
SELECT
    subproject.project_key,
    date_trunc('month', begun.starts_on::timestamp)::date AS month,
    'insats'::text AS cube,
    begun.kind AS key,
    begun.sex,
    begun.apart,
    count(*)::integer AS count
FROM (
    SELECT
        participation.subproject_id,
        intervention.kind,
        coalesce(person.sex, participation.sex) AS sex,
        participation.grade = 'anonymous' AS apart,
        min(period.starts_on) AS starts_on
    FROM intervention_period AS period
    JOIN intervention ON intervention.id = period.intervention_id
    JOIN participation ON participation.id = period.participation_id
    LEFT JOIN person ON person.id = participation.person_id
    WHERE participation.state <> 'misregistered'
    GROUP BY 1, 2, 3, 4, coalesce(participation.person_id, participation.id)
) AS begun
JOIN subproject ON subproject.id = begun.subproject_id
GROUP BY 1, 2, 4, 5, 6;

CREATE VIEW agg_hours WITH (security_barrier = true) AS
-- `minutes` are minutes and not people; `attendees` are the registrations behind them, in the same cells.
-- `hours` are all minutes of a month in one sum, with the verdict whether they may be told outside: only here it is known how
-- many people are behind them and how much each of them has. Of five at least, and those beside the two largest must have a
-- tenth of what the largest has, or else the second largest could reckon the largest from the sum. What is called off counts
-- nothing.
WITH noted AS (
    SELECT
        participation.subproject_id,
        coalesce(participation.person_id, participation.id) AS who,
        coalesce(person.sex, participation.sex) AS sex,
        participation.grade = 'anonymous' AS apart,
        date_trunc('month', attendance.on_date::timestamp)::date AS month,
        coalesce((
            SELECT support.source
            FROM situation
            JOIN situation_support AS support ON support.situation_id = situation.id
            WHERE situation.participation_id = participation.id AND situation.moment = 'before'
            ORDER BY support.main DESC, support.source
            LIMIT 1
        ), 'unknown') AS source,
        sum(attendance.attended_minutes) FILTER (WHERE attendance.state = 'present') AS minutes,
        bool_or(attendance.state = 'planned') AS missing
    FROM attendance
    JOIN activity ON activity.id = attendance.activity_id AND activity.state <> 'cancelled'
    JOIN participation ON participation.id = attendance.participation_id
    LEFT JOIN person ON person.id = participation.person_id
    WHERE participation.state <> 'misregistered'
    GROUP BY participation.id, person.sex, 5
), ranked AS (
    SELECT
        subproject_id, month, sum(minutes) AS minutes,
        row_number() OVER (PARTITION BY subproject_id, month ORDER BY sum(minutes) DESC) AS place
    FROM noted WHERE minutes > 0 GROUP BY subproject_id, month, who
), summed AS (
    SELECT
        subproject_id, month, sum(minutes) AS minutes, count(*) AS people, max(minutes) AS largest,
        coalesce(sum(minutes) FILTER (WHERE place > 2), 0) AS others
    FROM ranked GROUP BY subproject_id, month
)
SELECT subproject.project_key, noted.month, told.cube, told.key, noted.sex, noted.apart, sum(told.count)::integer AS count
FROM noted
CROSS JOIN LATERAL (
    VALUES
        ('minutes', noted.source, noted.minutes),
        ('attendees', noted.source, CASE WHEN noted.minutes > 0 THEN 1 END),
        ('missing', 'attendance', CASE WHEN noted.missing THEN 1 END)
) AS told (cube, key, count)
JOIN subproject ON subproject.id = noted.subproject_id
WHERE told.count > 0
GROUP BY 1, 2, 3, 4, 5, 6
UNION ALL
SELECT
    subproject.project_key, summed.month, 'hours',
    CASE WHEN people < 5 THEN 'few' WHEN others * 10 < largest THEN 'dominated' ELSE 'open' END,
    '', false, summed.minutes::integer
FROM summed
JOIN subproject ON subproject.id = summed.subproject_id;

CREATE VIEW agg_referrals WITH (security_barrier = true) AS
-- Every referral by the month it came, and those that wait now by the same month.
SELECT
    subproject.project_key,
    date_trunc('month', referral.received_on::timestamp)::date AS month,
    told.cube,
    referral.referring_party AS key,
    person.sex,
    false AS apart,
    count(*)::integer AS count
FROM referral
JOIN person ON person.id = referral.person_id
JOIN subproject ON subproject.id = referral.subproject_id
CROSS JOIN LATERAL (VALUES ('referred', true), ('waiting', referral.state = 'waiting_list')) AS told (cube, counts)
WHERE told.counts
GROUP BY 1, 2, 3, 4, 5;

CREATE VIEW agg_follow_ups WITH (security_barrier = true) AS
-- By the month they are due; key: months after the exit, and how they stand.
SELECT
    subproject.project_key,
    date_trunc('month', follow_up.due_on::timestamp)::date AS month,
    'follow_up'::text AS cube,
    follow_up.months || '>' || follow_up.state AS key,
    coalesce(person.sex, participation.sex) AS sex,
    participation.grade = 'anonymous' AS apart,
    count(*)::integer AS count
FROM follow_up
JOIN participation ON participation.id = follow_up.participation_id AND participation.state <> 'misregistered'
LEFT JOIN person ON person.id = participation.person_id
JOIN subproject ON subproject.id = participation.subproject_id
GROUP BY 1, 2, 4, 5, 6;

CREATE VIEW agg_volume WITH (security_barrier = true) AS
-- Counted heads, never participations; shown apart.
SELECT subproject.project_key, volume_count.month, 'volume'::text AS cube, ''::text AS key, ''::text AS sex,
       false AS apart, sum(volume_count.count)::integer AS count
FROM volume_count
JOIN subproject ON subproject.id = volume_count.subproject_id
WHERE volume_count.count > 0
GROUP BY 1, 2;

CREATE VIEW agg_month_lock WITH (security_barrier = true) AS
-- Which months are locked, and what the delprojektledare wrote when locking: that comment is meant for the county's monthly
-- meeting, and about no person. While a month is open its comment is nobody's but the delprojekt's.
SELECT subproject.project_key, month_lock.month, month_lock.locked_at, month_lock.comment
FROM month_lock
JOIN subproject ON subproject.id = month_lock.subproject_id;
