"""What was typed in a form and not sent yet: of one account, in one tenant, sealed."""
