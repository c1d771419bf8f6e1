"""Make .venv hold what a lock file says, then the files made at set-up; run by ./mia with the machine's own Python.

    prepare.py requirements.txt | requirements-dev.txt

Two callers at once wait for each other. The copy of the lock file that ./mia compares is written last, so an
interrupted installation is done again. Only the standard library.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
NOTES = VENV / ".mia"
PYTHON = VENV / "bin" / "python"
DEV = "requirements-dev.txt"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


class Failed(Exception):
    """One line for the person who asked."""


def main(lock_name: str) -> int:
    try:
        NOTES.mkdir(parents=True, exist_ok=True)
        with (NOTES / "lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            if not is_installed(lock_name):
                install(lock_name)
            run([PYTHON, "-P", "-m", "core.translations"], what="compiling the catalogues")
            run([PYTHON, "-P", "-m", "core.web.fonts"], what="making the fonts", quiet=True)
    except (Failed, OSError) as fault:
        say(str(fault))
        return 1
    return 0


def is_installed(lock_name: str) -> bool:
    try:
        made_with = (NOTES / "python").read_text().strip()
        same = (NOTES / lock_name).read_bytes() == (ROOT / "deploy" / lock_name).read_bytes()
    except OSError:
        return False
    return same and PYTHON.exists() and made_with == str(PYTHON.resolve())


def install(lock_name: str) -> None:
    say("installing the locked dependencies into .venv (once)")
    for note in ("python", lock_name):
        (NOTES / note).unlink(missing_ok=True)
    if not runs(PYTHON, "import pip, sys; sys.exit(sys.version_info < (3, 11))"):
        make_venv()
    if not runs(PYTHON, "import importlib.metadata as m, sys; sys.exit(m.version('uv') != sys.argv[1])", uv_version()):
        pip("install", "--require-hashes", "--requirement", str(ROOT / "deploy" / "uv.txt"), what="installing uv")
    lock = ROOT / "deploy" / lock_name
    # The tests' lock holds everything and is met exactly; the smaller one is only added, or it would take tests' tools.
    verb = ["sync"] if lock_name == DEV else ["install", "--requirement"]
    uv: list[str | Path] = [VENV / "bin" / "uv", "pip", *verb, lock, "--require-hashes", "--python", PYTHON, *uv_options()]
    try:
        run(uv, what="installing with uv")
    except Failed:
        say("uv could not install; trying pip, which takes longer")
        pip("install", "--require-hashes", "--requirement", str(lock), what="installing with pip")
    shutil.copyfile(lock, NOTES / lock_name)
    (NOTES / "python").write_text(f"{PYTHON.resolve()}\n")


def make_venv() -> None:
    if not runs(Path(sys.executable), "import ensurepip, venv"):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Failed(f"Python's venv is missing; on Debian and Ubuntu: apt install python{version}-venv")
    for left_over in ("bin", "include", "lib", "lib64", "pyvenv.cfg"):
        path = VENV / left_over
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    run([sys.executable, "-m", "venv", VENV], what="making .venv")


def uv_version() -> str:
    return (ROOT / "deploy" / "uv.txt").read_text().partition("uv==")[2].split()[0]


def uv_options() -> list[str]:
    """Quiet where nobody watches; a cache inside .venv for a user whose home cannot be written (a service account).

    The machine's certificates, where it keeps any: behind a company's proxy no others will do.
    """
    options = [] if sys.stderr.isatty() else ["--quiet"]
    options += ["--system-certs"] if CERTIFICATES.exists() else []
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    if "UV_CACHE_DIR" not in os.environ and not os.access(existing, os.W_OK):
        options += ["--cache-dir", str(NOTES / "cache")]
    return options


def pip(*arguments: str, what: str) -> None:
    options = ["--disable-pip-version-check", "--quiet", "--quiet"]
    run([PYTHON, "-m", "pip", *arguments, *options], what=what)


def runs(python: Path, code: str, *arguments: str) -> bool:
    if not python.exists():
        return False
    command: list[str | Path] = [python, "-I", "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own code


def run(command: Sequence[str | Path], *, what: str, quiet: bool = False) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONNOUSERSITE": "1"}
    for name in ("PYTHONHOME", "VIRTUAL_ENV"):
        environment.pop(name, None)
    # What a tool says belongs to the people; the standard output belongs to the command that was asked for.
    output = subprocess.DEVNULL if quiet else sys.stderr
    finished = subprocess.run(command, env=environment, cwd=ROOT, stdout=output, check=False)  # noqa: S603 - our own
    if finished.returncode != 0:
        raise Failed(f"{what} failed")


def say(line: str) -> None:
    sys.stderr.write(f"mia: {line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
