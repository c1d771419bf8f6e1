"""What a site keeps for its readers beside news: publications, dated facts, contacts by role, texts of its own pages."""
