"""What waits for a member of staff, when they were last here, and what they want mail about."""
