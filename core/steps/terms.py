"""What a step may be."""

MOST_CHARACTERS = 500
"""Of the words beside a step: what is longer is a note."""
KINDS = "step_kind"
"""The code list."""
