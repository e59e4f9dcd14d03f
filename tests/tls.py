"""Certificates for an engine and those who use it, made by openssl."""

import subprocess
from pathlib import Path


def authority(folder: Path, name: str) -> None:
    """Make NAME-ca.pem and its key."""
    _openssl(
        folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", f"/CN={name}", "-keyout", f"{name}-ca-key.pem", "-out", f"{name}-ca.pem",
    )  # fmt: skip


def certificate(folder: Path, name: str, signed_by: str, address: str = "IP:127.0.0.1", days: int = 2) -> None:
    """Make NAME.pem and NAME-key.pem; an expired one with -1 day."""
    _openssl(
        folder, "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-subj", f"/CN={name}", "-keyout", f"{name}-key.pem", "-out", f"{name}.csr",
    )  # fmt: skip
    (folder / f"{name}.ext").write_text(f"subjectAltName={address}\nextendedKeyUsage=serverAuth,clientAuth\n")
    _openssl(
        folder, "x509", "-req", "-in", f"{name}.csr", "-CA", f"{signed_by}-ca.pem", "-CAkey", f"{signed_by}-ca-key.pem",
        "-CAcreateserial", "-days", str(days), "-extfile", f"{name}.ext", "-out", f"{name}.pem",
    )  # fmt: skip


def docker_folder(folder: Path, name: str, *, ca: str, own: str) -> str:
    """A folder as the docker command wants it: ca.pem, cert.pem, key.pem."""
    made = folder / name
    made.mkdir()
    (made / "ca.pem").write_bytes((folder / f"{ca}-ca.pem").read_bytes())
    if own:
        (made / "cert.pem").write_bytes((folder / f"{own}.pem").read_bytes())
        (made / "key.pem").write_bytes((folder / f"{own}-key.pem").read_bytes())
    return str(made)


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
