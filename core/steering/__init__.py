"""What the project owner keeps beside the released figures: rules, report, deadlines and spending. Never a person."""
