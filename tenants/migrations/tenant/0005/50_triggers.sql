-- Which table tells which function. Statement by statement, with the rows that came, went or changed.

CREATE TRIGGER mark_inserted AFTER INSERT ON situation
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_situations();

CREATE TRIGGER mark_deleted AFTER DELETE ON situation
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_situations();

CREATE TRIGGER mark_updated AFTER UPDATE ON situation
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_changed_situations();

CREATE TRIGGER mark_inserted AFTER INSERT ON situation_support
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_situations();

CREATE TRIGGER mark_deleted AFTER DELETE ON situation_support
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_situations();

CREATE TRIGGER mark_updated AFTER UPDATE ON situation_support
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_changed_situations();

CREATE TRIGGER mark_inserted AFTER INSERT ON referral
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_referrals();

CREATE TRIGGER mark_deleted AFTER DELETE ON referral
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_referrals();

CREATE TRIGGER mark_updated AFTER UPDATE ON referral
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_changed_referrals();

CREATE TRIGGER mark_inserted AFTER INSERT ON intervention_period
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_insatser();

CREATE TRIGGER mark_deleted AFTER DELETE ON intervention_period
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_insatser();

CREATE TRIGGER mark_updated AFTER UPDATE ON intervention_period
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_changed_insatser();

CREATE TRIGGER mark_inserted AFTER INSERT ON attendance
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_attendance();

CREATE TRIGGER mark_deleted AFTER DELETE ON attendance
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_attendance();

CREATE TRIGGER mark_updated AFTER UPDATE ON attendance
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_changed_attendance();

CREATE TRIGGER mark_inserted AFTER INSERT ON follow_up
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_follow_ups();

CREATE TRIGGER mark_deleted AFTER DELETE ON follow_up
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_follow_ups();

CREATE TRIGGER mark_updated AFTER UPDATE ON follow_up
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_changed_follow_ups();

CREATE TRIGGER mark_inserted AFTER INSERT ON month_lock
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_months();

CREATE TRIGGER mark_deleted AFTER DELETE ON month_lock
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_months();

CREATE TRIGGER mark_updated AFTER UPDATE ON month_lock
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_months();

CREATE TRIGGER mark_inserted AFTER INSERT ON volume_count
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_months();

CREATE TRIGGER mark_deleted AFTER DELETE ON volume_count
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION mark_months();

CREATE TRIGGER mark_updated AFTER UPDATE ON volume_count
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_months();

CREATE TRIGGER mark_updated AFTER UPDATE ON intervention
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_insatser_of_other_kind();

CREATE TRIGGER mark_updated AFTER UPDATE ON activity
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_activities_called_off();

REVOKE ALL ON FUNCTION
    mark_situations(), mark_changed_situations(), mark_referrals(), mark_changed_referrals(),
    mark_insatser(), mark_changed_insatser(), mark_insatser_of_other_kind(), mark_attendance(),
    mark_changed_attendance(), mark_activities_called_off(), mark_follow_ups(), mark_changed_follow_ups(),
    mark_months()
FROM PUBLIC;
