-- Counts by month of event, crossed with what is asked of them: what the county's tables of rounded figures are made of, and
-- the tenant's own exact ones. One shape for all of these views: project_key, month, cube, key, sex, apart, count; `apart` are
-- the anonymous registrations, who are told in the county's sums only. Names of the cubes: core/rollup/cubes.py. The views hold
-- counts only and run with their owner's rights; security_barrier keeps a caller's conditions from seeing rows left out.
-- The bands stand here and nowhere else: ages by five years, of which the county's policy makes its own.

CREATE VIEW agg_people WITH (security_barrier = true) AS
WITH registration AS (
    -- As agg_month counts: a person once a delprojekt, an anonymous registration by itself, misregistrations never.
    SELECT
        participation.id,
        participation.subproject_id,
        participation.state,
        participation.started_on,
        participation.ended_on,
        coalesce(person.sex, participation.sex) AS sex,
        participation.grade = 'anonymous' AS apart,
        person.birth_date,
        participation.municipality_code,
        participation.exit_reason,
        referral.referring_party,
        referral.received_on,
        min(participation.first_activity_on) OVER whole AS began_on,
        row_number() OVER (whole ORDER BY participation.started_on, participation.id) AS from_first,
        row_number() OVER (
            whole ORDER BY participation.started_on DESC, participation.ended_on DESC NULLS FIRST, participation.id DESC
        ) AS from_last
    FROM participation
    LEFT JOIN person ON person.id = participation.person_id
    LEFT JOIN referral ON referral.id = participation.referral_id
    WHERE participation.state <> 'misregistered'
    WINDOW whole AS (PARTITION BY participation.subproject_id, coalesce(participation.person_id, participation.id))
), observed AS (
    SELECT DISTINCT ON (situation.id)
        situation.participation_id, situation.moment, situation.main_activity, coalesce(support.source, 'unknown') AS source
    FROM situation
    LEFT JOIN situation_support AS support ON support.situation_id = situation.id
    ORDER BY situation.id, support.main DESC NULLS LAST, support.source
), told_of AS (
    SELECT
        registration.*,
        before.participation_id IS NOT NULL AS has_before,
        after.participation_id IS NOT NULL AS has_after,
        coalesce(before.main_activity, 'unknown') AS activity_before,
        coalesce(after.main_activity, 'unknown') AS activity_after,
        coalesce(before.source, 'unknown') AS source_before,
        coalesce(after.source, 'unknown') AS source_after,
        began_on - received_on AS waited,
        extract(year FROM age(began_on::timestamp, birth_date::timestamp)) AS years,
        extract(year FROM age(ended_on::timestamp, started_on::timestamp)) * 12
            + extract(month FROM age(ended_on::timestamp, started_on::timestamp)) AS months
    FROM registration
    LEFT JOIN observed AS before ON before.participation_id = registration.id AND before.moment = 'before'
    LEFT JOIN observed AS after ON after.participation_id = registration.id AND after.moment = 'after'
), event AS (
    SELECT told_of.subproject_id, told_of.sex, told_of.apart, told.cube, told.on_date, told.key
    FROM told_of
    LEFT JOIN code ON code.list = 'exit_reason' AND code.key = told_of.exit_reason
    CROSS JOIN LATERAL (
        VALUES
            -- Who has started, as they were at the first registration.
            ('started_age', from_first = 1, began_on, CASE
                WHEN years < 20 THEN '16' WHEN years < 65 THEN (floor(years / 5) * 5)::integer::text
                WHEN years >= 65 THEN '65' ELSE 'unknown' END),
            ('started_municipality', from_first = 1, began_on, coalesce(municipality_code, 'unknown')),
            ('started_party', from_first = 1, began_on, coalesce(referring_party, 'unknown')),
            ('started_support', from_first = 1, began_on, source_before),
            ('started_activity', from_first = 1, began_on, activity_before),
            ('started_wait', from_first = 1, began_on, CASE
                WHEN waited <= 14 THEN 'to_14' WHEN waited <= 30 THEN '15_30' WHEN waited <= 60 THEN '31_60'
                WHEN waited <= 90 THEN '61_90' WHEN waited > 90 THEN 'from_91' ELSE 'unknown' END),
            -- What became of those who have ended, as the latest registration tells.
            ('ended_goal', from_last = 1 AND state = 'ended', ended_on, CASE
                WHEN code.outside_goals THEN 'outside' ELSE coalesce(code.counts_as, 'other') END),
            ('ended_support', from_last = 1 AND state = 'ended', ended_on, source_before || '>' || source_after),
            ('ended_activity', from_last = 1 AND state = 'ended', ended_on, activity_before || '>' || activity_after),
            ('ended_length', from_last = 1 AND state = 'ended', ended_on, CASE
                WHEN months < 3 THEN '0_2' WHEN months < 6 THEN '3_5' WHEN months < 9 THEN '6_8'
                WHEN months < 12 THEN '9_11' WHEN months < 18 THEN '12_17' ELSE 'from_18' END),
            -- Who takes part now, by the month they were taken in: a stock without a history of its own.
            ('active_since', from_last = 1 AND state IN ('active', 'paused') AND began_on IS NOT NULL, started_on, ''),
            ('paused', from_last = 1 AND state = 'paused', started_on, ''),
            -- What is not registered yet.
            ('missing', from_first = 1 AND NOT has_before, began_on, 'baseline'),
            ('missing', from_last = 1 AND state = 'ended' AND NOT has_after, ended_on, 'exit')
    ) AS told (cube, counts, on_date, key)
    WHERE told.counts AND told.on_date IS NOT NULL
)
SELECT
    subproject.project_key,
    -- Through timestamp: as timestamptz the month would depend on the session's time zone.
    date_trunc('month', event.on_date::timestamp)::date AS month,
    event.cube,
    event.key,
    event.sex,
    event.apart,
    count(*)::integer AS count
FROM event
JOIN subproject ON subproject.id = event.subproject_id
GROUP BY 1, 2, 3, 4, 5, 6;
