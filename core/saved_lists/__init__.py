"""What a list is narrowed to, which columns it shows and how it is ordered, kept under a name: for oneself or for the tenant."""
