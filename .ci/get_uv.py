"""Brings uv, which installs what uv.lock names, into a folder of the project.

Usage: get_uv.py FOLDER

pip does it, so that its settings for proxies, mirrors and certificates hold; where Python comes
without pip, as Debian's does, pip is borrowed from PyPI for a moment. Only the standard library
is needed, and nothing outside of the folder is touched.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

PINS = Path(__file__).with_name("uv.txt")
PIP = (
    "https://files.pythonhosted.org/packages/07/25/"
    "ee8c38ae72d66b844ce8eb9711ba905dba21ca1a8a0c960057c41cd23337/pip-26.3-py3-none-any.whl"
)
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
# A folder of its own is given, so these wishes of a person's pip settings do not apply.
ENVIRONMENT = os.environ | {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}


def main(folder: Path) -> None:
    """Install uv beside the folder and put it in place whole."""
    folder.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
        install(own_pip() or borrowed_pip(Path(aside)), Path(aside, "uv"))
        shutil.rmtree(folder, ignore_errors=True)
        Path(aside, "uv").rename(folder)


def install(pip: list[str], target: Path) -> None:
    """Let pip install the pinned uv, by its checksum, into the target."""
    quiet = ["--quiet", "--disable-pip-version-check", "--root-user-action=ignore"]
    alone = ["--no-cache-dir", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    subprocess.run(  # noqa: S603  # all of it is ours
        [*pip, "install", *quiet, *alone, "--target", str(target), "-r", str(PINS)],
        check=True,
        env=ENVIRONMENT,
    )


def own_pip() -> list[str] | None:
    """Give the command of this Python's pip, if it has one."""
    pip = [sys.executable, "-m", "pip"]
    found = subprocess.run([*pip, "--version"], capture_output=True, check=False)  # noqa: S603  # likewise
    return None if found.returncode else pip


def borrowed_pip(aside: Path) -> list[str]:
    """Fetch pip, which runs out of its wheel, and check that it is the one that was meant."""
    with urllib.request.urlopen(PIP, timeout=60) as answer:
        wheel = answer.read()
    if hashlib.sha256(wheel).hexdigest() != PIP_SHA256:
        raise ValueError("what came is not the pip that was asked for")
    path = aside / PIP.rpartition("/")[2]
    path.write_bytes(wheel)
    return [sys.executable, str(path / "pip")]


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        sys.exit(f"uv could not be brought from https://pypi.org: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
