"""What makes `make run` work on a machine of which nothing is known."""

import importlib.util
import io
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest

from tests.some import some

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "uv.lock").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture
def get_uv() -> ModuleType:
    spec = importlib.util.spec_from_file_location("get_uv", ROOT / ".ci/get_uv.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_lock_names_public_hosts_alone() -> None:
    """Whoever clones the project installs from PyPI, and from nowhere else."""
    hosts = {urlsplit(url).hostname for url in re.findall(r'https?://[^"\s]+', LOCK)}
    assert hosts == {"pypi.org", "files.pythonhosted.org"}


def test_lock_pins_every_file_by_checksum() -> None:
    """Each file of the lock is known by its SHA-256."""
    files = [line for line in LOCK.splitlines() if re.search(r"url = .*(whl|gz|zip)\"", line)]
    assert files
    assert [line for line in files if "sha256:" not in line] == []


def test_lock_has_what_the_project_asks_for() -> None:
    """Every library of pyproject.toml, in each of its groups, is in the lock."""
    groups = [PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()]
    asked = {some(re.match(r"[\w.-]+", line))[0] for group in groups for line in group}
    locked = {package["name"] for package in tomllib.loads(LOCK)["package"]}
    assert asked - locked == set()


def test_same_pythons_everywhere() -> None:
    """pyproject.toml, the lock and the Makefile agree on which Python will do."""
    assert PROJECT["project"]["requires-python"] == ">=3.11,<3.15"
    assert tomllib.loads(LOCK)["requires-python"] == ">=3.11, <3.15"
    assert "(3, 11) <= sys.version_info < (3, 15)" in MAKEFILE


def test_makefile_stays_in_its_folder() -> None:
    """No rule says an absolute path: the folder may hold spaces, and may be moved."""
    assert "CURDIR" not in MAKEFILE
    assert "$(PWD)" not in MAKEFILE
    assert re.findall(r"[\s\"'=]/(?!dev/)\w+/", MAKEFILE) == []


def test_help_tells_every_target() -> None:
    """`make help` lists what there is, each with a few words."""
    told = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    targets = some(re.search(r"^\.PHONY: (.*) FORCE$", MAKEFILE, re.MULTILINE))[1].split()
    assert [line.split()[:2] for line in told.splitlines()] == [["make", name] for name in targets]
    assert all(len(line.split()) > 3 for line in told.splitlines())


@pytest.mark.parametrize(
    ("failing", "status", "last"),
    [
        ("", 0, "mypy"),
        ("ruff check .", 2, "Failed: ruff check"),
        ("mypy", 2, "Failed: mypy"),
        ('ruff check ."|"mypy', 2, "Failed: ruff check, mypy"),
    ],
)
def test_check_reports_all(tmp_path: Path, failing: str, status: int, last: str) -> None:
    """`make check` runs every tool, names those that failed, and fails if any did."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    package = "instrumentation/telegram/pyproject.toml"
    needed = ("uv.lock", "pyproject.toml", package, ".ci/uv.txt", ".tools/uv/bin/uv", ".venv/.test")
    for name in needed:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir()
    # It answers what make asks first, whether aiogram is there, and prints what it is to run.
    python.write_text(
        "#!/bin/sh\n"
        '[ "$1" = -m ] || { echo True; exit; }\n'
        'shift; echo "$@"\n'
        f'case "$*" in ("{failing}") exit 3; esac\n'
    )
    python.chmod(0o755)
    done = subprocess.run(
        ["make", "--no-print-directory", "check"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout.splitlines()
    assert (done.returncode, said[-1]) == (status, last), done.stderr
    assert said[:3] == ["ruff check .", "ruff format --check .", "mypy"]


def test_secrets_are_not_committed() -> None:
    """.env and everything that is installed or stored stays out of the repository."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    assert {".env", ".data/", ".venv/", ".tools/", ".cache/"} <= set(ignored)


def test_borrowed_pip_must_be_the_one_that_was_meant(
    get_uv: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where Python has no pip, nothing is run that is not the pinned one."""
    monkeypatch.setattr(get_uv.urllib.request, "urlopen", lambda *_, **__: io.BytesIO(b"evil"))
    with pytest.raises(ValueError, match="not the pip"):
        get_uv.borrowed_pip(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_own_pip_is_preferred(get_uv: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without pip is told from one with pip by asking it."""
    monkeypatch.setattr(get_uv.sys, "executable", "false")
    assert get_uv.own_pip() is None
    monkeypatch.setattr(get_uv.sys, "executable", "true")
    assert get_uv.own_pip() == ["true", "-m", "pip"]


def test_uv_is_pinned_by_checksum() -> None:
    """One version of uv is named, and each of its files by its SHA-256."""
    first, *hashes = (ROOT / ".ci/uv.txt").read_text("utf-8").splitlines()
    assert re.fullmatch(r"uv==\d+\.\d+\.\d+ \\", first)
    assert len(hashes) > 10
    assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes)


@pytest.mark.parametrize("name", ["run", "roots", "stranger"])
def test_ci_is_sound_bash(name: str) -> None:
    """A script of .ci is executable, parses, and stops at the first failure."""
    script = ROOT / ".ci" / name
    assert script.stat().st_mode & 0o111
    assert "set -euo pipefail" in script.read_text("utf-8")
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_the_systems_tests_exist() -> None:
    """What .ci/roots picks for some of its systems is there to be run."""
    script = (ROOT / ".ci/roots").read_text("utf-8")
    picked = some(re.search(r'^some="(.*?)"$', script, re.MULTILINE | re.DOTALL))[1].split()
    assert [path for path in picked if not (ROOT / path).exists()] == []


def test_top_level() -> None:
    """At the top stands what a reader expects, and nothing else."""
    expected = set(
        "service instrumentation otel-collector.yaml prometheus.yml alerts.yml grafana"
        " docker-compose.yml pyproject.toml tests README.md README.ru.md CHANGELOG.md LICENSE"
        " Makefile Dockerfile uv.lock docs".split()
    )
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("no git checkout: what belongs to the project is not known")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    found = {path.split("/")[0] for path in listed.splitlines()}
    assert {name for name in found if not name.startswith(".")} == expected
