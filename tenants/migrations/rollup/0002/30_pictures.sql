-- More questions have pictures, of one delprojekt too, and each can be saved.
ALTER TABLE rollup.chart ADD COLUMN subject TEXT DEFAULT '' NOT NULL;
ALTER TABLE rollup.chart ADD COLUMN png BYTEA;
ALTER TABLE rollup.chart DROP CONSTRAINT pk_chart;
ALTER TABLE rollup.chart ADD CONSTRAINT pk_chart PRIMARY KEY (project_key, chart, subject, language, width);
ALTER TABLE rollup.chart DROP CONSTRAINT ck_chart_chart;
ALTER TABLE rollup.chart ADD CONSTRAINT ck_chart_chart CHECK (chart IN (
    'goals', 'targets', 'over_time', 'exits', 'inflow', 'party',
    'age', 'municipality', 'wait', 'length', 'since', 'insats',
    'support_at_start', 'activity_at_start', 'support', 'activity', 'goal_by_sex', 'follow_up',
    'missing'
));
