"""What a note may be."""

MOST_CHARACTERS = 4000
"""Notes are short: what is longer is a document, and has its place in the authority's own records."""
