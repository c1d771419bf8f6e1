"""What the county may decide about disclosure control, and within which bounds."""

from dataclasses import dataclass


class PolicyError(ValueError):
    """A value that the county may not choose; says which and why."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Public by nature: whoever attacks a release is reckoned to know it."""

    k: int = 5
    """A true count of 1 … k-1 is protected."""
    base: int = 5
    """Every number of tier three is a multiple of it."""
    least_rate_base: int = 20
    """No per cent of a rounded count below this."""
    least_tenants: int = 3
    """A category used by fewer tenants is counted with the other ones."""
    least_participants: int = 20
    """A tenant with fewer participants is shown in a row together with others."""
    least_changed: int = 5
    """A tenant's rows stand as they were until at least so many persons of it have changed."""
    age_bands: tuple[int, ...] = (16, 20, 25, 30, 40, 50, 60)
    """The first year of each band; the last is open upwards. Who is younger counts into the first."""

    def __post_init__(self) -> None:
        """Raises PolicyError."""
        if not 3 <= self.k <= 10:
            raise PolicyError("k must be 3 … 10")
        if not self.k <= self.base <= 10:
            raise PolicyError("base must be k … 10: else a rounded number tells that a count is small")
        if self.least_rate_base < 4 * self.base:
            raise PolicyError("least_rate_base must be four times the base: a per cent may be wrong by a quarter at most")
        if self.least_tenants < 2 or self.least_participants < self.base or self.least_changed < self.k:
            raise PolicyError("merging and renewal need at least 2 tenants, base participants and k persons changed")
        if not self.age_bands or list(self.age_bands) != sorted(set(self.age_bands)):
            raise PolicyError("age_bands must rise")

    def slacks(self, *, wide: bool) -> tuple[int, int]:
        """By how much a number may differ from its true count: the finest cells, margins. Public."""
        return self.base - 1, (2 * self.base if wide else self.base) - 1

    def age_band(self, age: int) -> str:
        """ "16–19", "60+"."""
        first = max((start for start in self.age_bands if start <= age), default=self.age_bands[0])
        following = [start for start in self.age_bands if start > first]
        return f"{first}–{following[0] - 1}" if following else f"{first}+"

    @property
    def band_names(self) -> tuple[str, ...]:
        return tuple(self.age_band(start) for start in self.age_bands)
