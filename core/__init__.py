"""What the product knows: the trade's domains and the mechanisms they share. No HTTP in a domain."""
