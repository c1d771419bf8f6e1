"""Every text a person may meet has its Swedish, and no two parts of the catalogue disagree (architecture D7)."""

from core.translations import merged, untranslated, unused


def test_every_text_has_its_swedish() -> None:
    catalogue, faults = merged()
    assert faults + untranslated(catalogue) == []


def test_nothing_is_translated_that_is_no_longer_said() -> None:
    assert unused(merged()[0]) == []
