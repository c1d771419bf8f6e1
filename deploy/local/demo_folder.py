"""The demo's `--data` folder: its lock, its secrets made once, its environment, and the day its people were made for."""

import hashlib
import json
import secrets
import shlex
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from deploy.local import LocalServerError, children, cluster, postgres, valkey

_MARK = "demo.json"
_SECRETS = "secrets.json"
_SET_UP = "set-up.done"
_ROOT = Path(__file__).resolve().parents[2]
_SETS_UP = ("tenants", "core", "deploy/local", "deploy/requirements.txt")


class DemoFolder:
    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def mail(self) -> Path:
        return self.path / "mail"

    @contextmanager
    def held(self) -> Iterator[None]:
        """One demo at a time in a folder."""
        if self.path.is_dir() and any(self.path.iterdir()) and not (self.path / "demo.lock").exists():
            raise LocalServerError(f"{self.path} holds something else; choose an empty folder with --data")
        children.private_folder(self.path)
        try:
            with children.locked(self.path / "demo.lock", wait=False):
                yield
        except BlockingIOError:
            raise LocalServerError(f"a demo is running in {self.path}; choose another folder with --data") from None

    def clear(self) -> None:
        """Everything but the lock we hold."""
        postgres.stop(self.path)
        valkey.stop(self.path)
        cluster.remove_clusters(self.path)
        for entry in self.path.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif not entry.name.endswith(".lock"):
                entry.unlink()

    def mark(self) -> None:
        children.private_folder(self.mail)
        if not (self.path / _SECRETS).exists():
            made = {name: secrets.token_urlsafe(48) for name in ("MIA_SECRET_KEY", "MIA_WORKER_KEY")}
            children.write_private(self.path / _SECRETS, json.dumps(made))

    def settings(self, *, today: date, port: int) -> dict[str, str]:
        """The demo's own part of the environment."""
        kept: dict[str, str] = json.loads((self.path / _SECRETS).read_text())
        return {
            **kept,
            "MIA_ENV": "demo",
            "MIA_TODAY": today.isoformat(),
            "MIA_BASE_DOMAIN": "localhost",
            "MIA_PUBLIC_SCHEME": "http",
            "MIA_PUBLIC_PORT": str(port),
            "MIA_MAIL_FOLDER": str(self.mail),
            "MIA_MAIL_FROM": "mia@county.example",
        }

    def write_environment(self, environment: Mapping[str, str]) -> None:
        """What `./mia COMMAND` reads to work on the demo: shell assignments, secrets included, mode 0600."""
        lines = [f"{name}={shlex.quote(value)}\n" for name, value in sorted(environment.items())]
        children.write_private(self.path / "environment", "".join(lines))

    def is_set_up(self, database: str) -> bool:
        """Whether the set-up was done in this database by the very code that is here now; then it need not run again."""
        mark = self.path / _SET_UP
        return mark.exists() and mark.read_text() == _fingerprint(database)

    def mark_set_up(self, database: str) -> None:
        children.write_private(self.path / _SET_UP, _fingerprint(database))

    def remember_day(self, today: date) -> date:
        """The day the data were made for; that is `today` the first time."""
        mark = self.path / _MARK
        if not mark.exists():
            children.write_private(mark, json.dumps({"generated_until": today.isoformat()}))
        return date.fromisoformat(json.loads(mark.read_text())["generated_until"])


def _fingerprint(database: str) -> str:
    """Of the database's address and of every file that has a part in schemas, tenants and made-up people."""
    found = hashlib.sha256(database.encode())
    for part in _SETS_UP:
        place = _ROOT / part
        files = [place] if place.is_file() else [path for path in place.rglob("*") if path.suffix in {".py", ".sql", ".json"}]
        for file in sorted(files):
            found.update(str(file.relative_to(_ROOT)).encode())
            found.update(file.read_bytes())
    return found.hexdigest()
