"""Samverkansavvikelser and guldkorn: noted without persons, read by a second person, lifted to the county, and answered."""
