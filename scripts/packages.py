"""The Python packages: a virtual environment in the checkout, filled from `uv.lock` by a pinned uv."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "linli-stamp"
BIN = VENV / "bin"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
UV = "0.13.9"
WHEELS = {  # the files of that version on PyPI, by system and processor
    "linux-x86_64": (
        "manylinux_2_17_x86_64.manylinux2014_x86_64",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
    "linux-aarch64": ("manylinux_2_28_aarch64", "ecb6028d79dc96fbeafffe5c8af62a7099487ebc05a701e76714eebcffd06375"),
    "musl-x86_64": ("musllinux_1_1_x86_64", "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25"),
    "darwin-x86_64": ("macosx_10_12_x86_64", "c16ed11e013557536b3e60065f1b912f6407bd6518e041b961e23ef9e6b4fbf5"),
    "darwin-arm64": ("macosx_11_0_arm64", "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63"),
}


class Trouble(Exception):
    """Something a person has to mend; the message is the whole answer."""


def ensure(*, dev: bool) -> None:
    """See that `.venv` holds what `uv.lock` names. When nothing has changed this costs a few milliseconds."""
    dev = dev or (BIN / "pytest").exists()  # whoever works on Linli here keeps their tools
    wanted = _fingerprint(dev=dev)
    if STAMP.exists() and STAMP.read_text() == wanted and (BIN / "python").exists():
        return
    kind = "the packages of Linli and of its tests" if dev else "the packages of Linli"
    print(f"Installing {kind} into .venv (the first time this takes a minute) …")
    with tempfile.TemporaryDirectory(prefix="linli-uv-") as folder:
        _sync(_uv(Path(folder)), dev=dev)
    STAMP.write_text(wanted)


def _fingerprint(*, dev: bool) -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [project[part] for part in ("project", "dependency-groups", "build-system")]
    digest = hashlib.sha256(json.dumps([UV, dev, _interpreter(), asked]).encode())
    digest.update((ROOT / "uv.lock").read_bytes())
    return digest.hexdigest()


def _interpreter() -> str:
    """The Python that `.venv` is made of: the one that PYTHON names, else the one it already has, else this one."""
    made_of = BIN / "python"
    if "PYTHON" not in os.environ and made_of.exists():
        return str(made_of.resolve())
    return str(Path(sys.executable).resolve())


def _sync(uv: str, *, dev: bool) -> None:
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}
    environment.setdefault("UV_PROJECT_ENVIRONMENT", str(VENV))
    if CERTIFICATES.exists():  # an office may have an authority of its own
        environment.setdefault("UV_SYSTEM_CERTS", "1")
    group = [] if dev else ["--no-dev"]
    mirror = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("PIP_INDEX_URL")
    if mirror:
        _sync_from_mirror(uv, group, mirror, environment)
        return
    _call([uv, "sync", "--frozen", "--quiet", "--python", _interpreter(), *group], environment)


def _sync_from_mirror(uv: str, group: list[str], mirror: str, environment: dict[str, str]) -> None:
    """The lock file names files on PyPI; behind a mirror the same files are found by name and checked by hash."""
    if not (BIN / "python").exists():
        _call([uv, "venv", "--quiet", "--python", _interpreter(), str(VENV)], environment)
    with tempfile.TemporaryDirectory(prefix="linli-lock-") as folder:
        listed = str(Path(folder) / "requirements.txt")
        _call([uv, "export", "--frozen", "--quiet", "--no-emit-project", "-o", listed, *group], environment)
        index = ["--quiet", "--default-index", mirror, "--python", str(BIN / "python")]
        _call([uv, "pip", "sync", "--require-hashes", *index, listed], environment)
        _call([uv, "pip", "install", "--no-deps", *index, "-e", str(ROOT)], environment)


def _call(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise Trouble(
            "The packages could not be installed; the lines above say why. They come from PyPI: "
            "is the network there? PIP_INDEX_URL names a mirror."
        )


def _uv(folder: Path) -> str:
    """Where uv of the pinned version is: already here, by pip, or straight from the package index."""
    found = shutil.which("uv")
    if found and subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.split()[
        1:2
    ] == [UV]:
        return found
    key = _platform()
    if key not in WHEELS:
        raise Trouble(f"There is no uv {UV} for {key}. Install uv {UV} yourself and put it on the PATH.")
    tag, digest = WHEELS[key]
    name = f"uv-{UV}-py3-none-{tag}.whl"
    wheel = _by_pip(folder, name) or _by_url(folder, name)
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != digest:
        raise Trouble(f"{name} is not the file it should be (its SHA-256 is another). Nothing was installed.")
    program = folder / "uv"
    with zipfile.ZipFile(wheel) as archive:
        inside = next(entry for entry in archive.namelist() if entry.endswith("/scripts/uv"))
        program.write_bytes(archive.read(inside))
    program.chmod(0o755)
    return str(program)


def _platform() -> str:
    system, machine = platform.system().lower(), platform.machine().lower()
    if system == "linux" and "musl" in (sysconfig.get_config_var("HOST_GNU_TYPE") or ""):
        system = "musl"
    return f"{system}-{machine}"


def _by_pip(folder: Path, name: str) -> Path | None:
    """pip knows this machine's mirrors and proxies, where there is a pip. Debian's bare python3 has none."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(folder), f"uv=={UV}"]
    subprocess.run(command, capture_output=True, check=False)
    wheel = folder / name
    return wheel if wheel.exists() else None


def _by_url(folder: Path, name: str) -> Path:
    index = (os.environ.get("PIP_INDEX_URL") or "https://pypi.org/simple").rstrip("/")
    accept = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
    request = urllib.request.Request(f"{index}/uv/", headers={"Accept": accept})
    wheel = folder / name
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            address = urllib.parse.urljoin(answer.url, _link(answer.read().decode(), name))
        with urllib.request.urlopen(address, timeout=300) as answer:
            wheel.write_bytes(answer.read())
    except (urllib.error.URLError, OSError, LookupError) as error:
        raise Trouble(f"uv {UV} could not be fetched from {index}: {error}") from error
    return wheel


def _link(page: str, name: str) -> str:
    if page.lstrip().startswith("{"):
        return {file["filename"]: file["url"] for file in json.loads(page)["files"]}[name]
    before, found, _after = page.partition(name)
    if not found:
        raise LookupError(name)
    return before[before.rindex('href="') + 6 :] + name
