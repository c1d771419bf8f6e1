-- How we count (product.md), written once. The tenant's own figures, its public page and the county's totals all come
-- from these views. They run with their owner's rights and return counts only, never anything that points at a person;
-- security_barrier keeps a caller's own conditions from seeing rows that were left out.

CREATE VIEW agg_subproject WITH (security_barrier = true) AS
SELECT id AS subproject_id, project_key, starts_on, ends_on, target, target_is_example
FROM subproject;

-- Flows by month of event. Figures: core/rollup/terms.py.
CREATE VIEW agg_month WITH (security_barrier = true) AS
WITH registration AS (
    -- A personal registration counts the person; each anonymous one counts by itself. Misregistrations never were.
    SELECT
        participation.subproject_id,
        coalesce(participation.person_id, participation.id) AS counted_as,
        coalesce(person.sex, participation.sex) AS sex,
        participation.state,
        participation.started_on,
        participation.first_activity_on,
        participation.ended_on,
        participation.exit_reason,
        participation.id
    FROM participation
    LEFT JOIN person ON person.id = participation.person_id
    WHERE participation.state <> 'misregistered'
), counted AS (
    -- One row a person and delprojekt: started once, by the first of all first activities, however often they return;
    -- what became of them is told by the latest participation alone, so a return takes a person out of the ended.
    SELECT DISTINCT ON (subproject_id, counted_as)
        subproject_id,
        sex,
        state,
        ended_on,
        exit_reason,
        min(first_activity_on) OVER (PARTITION BY subproject_id, counted_as) AS first_activity_on
    FROM registration
    ORDER BY subproject_id, counted_as, started_on DESC, ended_on DESC NULLS FIRST, id DESC
), event AS (
    SELECT counted.subproject_id, counted.sex, told.figure, told.on_date
    FROM counted
    LEFT JOIN code ON code.list = 'exit_reason' AND code.key = counted.exit_reason
    CROSS JOIN LATERAL (
        VALUES
            ('started', counted.first_activity_on, true),
            ('ended', counted.ended_on, counted.state = 'ended'),
            -- Had a place but never a first activity: ended, yet never among the active (started - ended + this).
            ('ended_not_started', counted.ended_on, counted.state = 'ended' AND counted.first_activity_on IS NULL),
            -- Deaths stand outside the goals' denominator: ended - ended_outside_goals.
            ('ended_outside_goals', counted.ended_on, counted.state = 'ended' AND code.outside_goals),
            -- The goals exclude each other: an exit reason counts as one of them or none.
            (
                'work_or_studies',
                counted.ended_on,
                counted.state = 'ended' AND code.counts_as = 'work_or_studies' AND NOT code.outside_goals
            ),
            (
                'regular_measures',
                counted.ended_on,
                counted.state = 'ended' AND code.counts_as = 'regular_measures' AND NOT code.outside_goals
            )
    ) AS told (figure, on_date, counts)
    WHERE told.counts AND told.on_date IS NOT NULL
)
SELECT
    subproject.project_key,
    -- Through timestamp: as timestamptz the month would depend on the session's time zone.
    date_trunc('month', event.on_date::timestamp)::date AS month,
    event.figure,
    event.sex,
    count(*)::integer AS count
FROM event
JOIN subproject ON subproject.id = event.subproject_id
GROUP BY 1, 2, 3, 4;

-- Paused now: a stock without a history of its own. The paused are among the active.
CREATE VIEW agg_stock WITH (security_barrier = true) AS
SELECT subproject.project_key, 'paused'::text AS figure, counted.sex, count(*)::integer AS count
FROM (
    SELECT DISTINCT ON (participation.subproject_id, coalesce(participation.person_id, participation.id))
        participation.subproject_id, coalesce(person.sex, participation.sex) AS sex, participation.state
    FROM participation
    LEFT JOIN person ON person.id = participation.person_id
    WHERE participation.state <> 'misregistered'
    ORDER BY
        participation.subproject_id, coalesce(participation.person_id, participation.id),
        participation.started_on DESC, participation.ended_on DESC NULLS FIRST, participation.id DESC
) AS counted
JOIN subproject ON subproject.id = counted.subproject_id
WHERE counted.state = 'paused'
GROUP BY 1, 3;
