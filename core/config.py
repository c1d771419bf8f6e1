"""Settings from the environment, typed. In production nothing has an unsafe default."""

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIN_SECRET_BYTES = 32


class Settings(BaseSettings):
    """Names and meaning: docs/operations.md. A wrong value stops the start with one line that names it."""

    model_config = SettingsConfigDict(env_prefix="MIA_", extra="ignore", frozen=True)

    env: Literal["production", "demo", "test"] = "production"
    secret_key: str = ""
    worker_key: str = ""
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    database_address: str = ""
    redis_url: str = Field(default="", validation_alias="REDIS_URL")
    base_domain: str = "localhost"
    public_scheme: Literal["http", "https"] = "https"
    public_port: int | None = None
    smtp_url: str = ""
    mail_from: str = ""
    mail_folder: Path | None = None
    trusted_proxies: int = 0
    today: dt.date | None = None
    allow_unhardened: bool = False
    connection_budget: int = 24
    """Database connections one process may hold at the same time, whatever the number of tenants."""
    public_seconds: int = Field(default=30, ge=0, le=60)
    """How old a start page may be; 0 makes each anew."""

    @field_validator("secret_key", "worker_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value.encode()) < MIN_SECRET_BYTES:
            raise ValueError(f"must be at least {MIN_SECRET_BYTES} random bytes")
        return value

    @model_validator(mode="after")
    def _today_is_for_demo_and_test(self) -> "Settings":
        if self.today and self.env == "production":
            raise ValueError("MIA_TODAY is for demo and test only")
        return self

    @property
    def demo(self) -> bool:
        return self.env == "demo"

    @property
    def secure(self) -> bool:
        """Whether cookies may only travel over TLS."""
        return self.public_scheme == "https"

    def site_root(self, slug: str | None, domain: str | None = None) -> str:
        """Scheme, host and port of a tenant's site (at its own domain if given) or (None) the county's; no slash at the end."""
        host = domain or (f"{slug}.{self.base_domain}" if slug else self.base_domain)
        port = f":{self.public_port}" if self.public_port else ""
        return f"{self.public_scheme}://{host}{port}"

    def missing_for_web(self) -> list[str]:
        """Names of what the web and the worker cannot do without."""
        needed = {"MIA_SECRET_KEY": self.secret_key, "MIA_DATABASE_ADDRESS": self.database_address}
        if self.env == "production":
            needed["MIA_MAIL_FROM"] = self.mail_from
            needed["MIA_SMTP_URL"] = self.smtp_url
            needed["REDIS_URL"] = self.redis_url
        return [name for name, value in needed.items() if not value]


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once.

    Raises SystemExit with one line that names the faulty variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        name = "_".join(str(part) for part in fault["loc"]) or "settings"
        name = name if name.isupper() else f"MIA_{name.upper()}"
        raise SystemExit(f"mia: {name}: {fault['msg']}") from None


def forget_settings() -> None:
    """Read the environment anew at the next call (tests, and `mia demo` after it has set its own)."""
    get_settings.cache_clear()
