-- How the follow-ups went, counted: all that the page of figures, which the association's office reads too, may know of them.
-- The day is told only of those that wait. `security_barrier` keeps a clever condition from seeing the rows that are counted.

CREATE VIEW follow_up_count WITH (security_barrier = true) AS
SELECT
    subproject.project_key,
    follow_up.months,
    follow_up.state,
    CASE WHEN follow_up.state = 'due' THEN follow_up.due_on END AS due_on,
    before.main_activity AS before,
    after.main_activity AS after,
    follow_up.main_activity AS now,
    count(*)::integer AS count
FROM follow_up
JOIN participation ON participation.id = follow_up.participation_id AND participation.state <> 'misregistered'
JOIN subproject ON subproject.id = participation.subproject_id
LEFT JOIN situation AS before ON before.participation_id = participation.id AND before.moment = 'before'
LEFT JOIN situation AS after ON after.participation_id = participation.id AND after.moment = 'after'
GROUP BY 1, 2, 3, 4, 5, 6, 7;
