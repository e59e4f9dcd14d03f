"""A newer engine than the machine's own: Debian 13's dockerd, docker and buildx, fetched by apt into a folder.

As a program: python -m tests.engine.modern FOLDER [CODENAME], such as sid, where there is Docker 28
"""

import platform
import shutil
import subprocess
import sys
from pathlib import Path

CODENAME = "trixie"
PACKAGES = ("docker.io", "docker-cli", "docker-buildx")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# containerd and runc are the machine's own: the newer ones need a newer C library.
LAYOUT = {
    "sbin": ("usr/sbin/dockerd", "usr/sbin/docker-proxy"),
    "bin": ("usr/bin/docker",),
    "cli-plugins": ("usr/libexec/docker/cli-plugins/docker-buildx",),
}


class NoModernEngine(Exception):
    """It can't be had here; says why."""


def modern_engine(folder: Path, codename: str = CODENAME) -> Path:
    """Lay out bin, sbin and cli-plugins in `folder`, for `course solve --engine-path`; at once where that was done.

    Raises `NoModernEngine`: no Debian, or its mirror does not answer.
    """
    wanted = [folder / place / Path(file).name for place, files in LAYOUT.items() for file in files]
    if all(file.exists() for file in wanted):
        return folder
    if shutil.which("apt-get") is None or not KEYRING.exists():
        raise NoModernEngine("this is no Debian")
    apt = folder / "apt"
    _fetch(apt, _mirror(), codename)
    for package in apt.glob("*.deb"):
        _run("dpkg-deb", "-x", str(package), str(apt / "root"))
    for place, files in LAYOUT.items():
        (folder / place).mkdir(exist_ok=True)
        for file in files:
            shutil.move(apt / "root" / file, folder / place / Path(file).name)
    shutil.rmtree(apt)
    return folder


def _mirror() -> str:
    """Where this machine gets Debian from."""
    own = platform.freedesktop_os_release().get("VERSION_CODENAME")
    columns = "$(RELEASE) $(COMPONENT) $(REPO_URI)"
    listed = _run("apt-get", "indextargets", "--format", columns, "Created-By: Packages")
    for release, component, uri in (line.split() for line in listed.splitlines()):
        if (release, component) == (own, "main"):
            return uri
    raise NoModernEngine("apt's sources name no mirror of Debian")


def _fetch(apt: Path, mirror: str, codename: str) -> None:
    """Download the packages with lists, cache and sources of our own: the machine's apt is left as it is."""
    for each in ("lists/partial", "cache/archives/partial"):
        (apt / each).mkdir(parents=True, exist_ok=True)
    sources, status = apt / "sources.list", apt / "status"
    sources.write_text(f"deb [signed-by={KEYRING}] {mirror} {codename} main\n", encoding="utf-8")
    status.touch()
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Dir::State::Lists": apt / "lists",
        "Dir::State::status": status,
        "Dir::Cache": apt / "cache",
        "APT::Sandbox::User": "root",
        "APT::Update::Error-Mode": "any",
        "Acquire::Languages": "none",
    }
    options = [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]
    _run("apt-get", *options, "update")
    _run("apt-get", *options, "download", *PACKAGES, folder=apt)


def _run(*words: str, folder: Path | None = None) -> str:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode != 0:
        raise NoModernEngine(f"{words[0]} {words[-1]} failed: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    print(modern_engine(Path(sys.argv[1]).absolute(), *sys.argv[2:3]))
