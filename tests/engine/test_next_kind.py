"""A machine on which rootless Docker looks as if it could run, and doesn't start: the lab uses podman, and says why."""

import json

import pytest

from tests.engine.sailor import sailor_with
from tui.engine.private import podman, rootless

pytestmark = pytest.mark.engine

CHOOSE = """
import argparse, json
from tui.engines import choose_engine
choice = choose_engine(argparse.Namespace(engine="", setup=False, yes=False))
print(json.dumps([choice.endpoint and choice.endpoint.url, [[each.what, each.why_not] for each in choice.tried]]))
"""


def test_podman_is_used_where_rootless_docker_does_not_start():
    """A file is where its data should be. Of its start nothing is left running but the one that is used."""
    with sailor_with({**rootless.PACKAGES, **podman.PACKAGES}) as sailor:
        own = {"XDG_DATA_HOME": sailor.home / "data", "SEALEGS_RUNTIME_DIR": sailor.home / "run"}
        data = sailor.home / "data" / "sealegs"
        sailor.run("mkdir", "-p", data / "engine-rootless")
        sailor.run("touch", data / "engine-rootless" / "root")
        try:
            url, tried = json.loads(sailor.python("-c", CHOOSE, **own).stdout)
            assert url == f"unix://{sailor.home}/run/podman/docker.sock"
            [(what, why_not)] = tried
            assert what == "private engine: Docker, run by you (rootless)"
            assert "did not start" in why_not
            assert not [each for each in sailor.processes() if "rootlesskit" in each or "dockerd" in each]
        finally:
            sailor.python("-m", "tui", "engine", "stop", **own)
