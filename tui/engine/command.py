"""What makes the docker command talk to the lab's engine, and to no other."""

from __future__ import annotations

from tui.model.engine import Endpoint

NOWHERE = "unix:///dev/null/no-engine.sock"
"""Where no engine can ever be: nothing is in a folder that is none."""


def docker_environment(endpoint: Endpoint | None) -> dict[str, str]:
    """The variables that lead the docker command to `endpoint`, or nowhere; those that must not count are empty.

    With a variable missing, the command would take the learner's current context, which may be anyone's engine.
    """
    url = endpoint.url if endpoint else NOWHERE
    said = {"DOCKER_HOST": url, "DOCKER_CONTEXT": ""}
    if url.startswith("tcp://"):
        return said
    # The command asks for certificates at a unix socket, too.
    return said | {"DOCKER_TLS_VERIFY": "", "DOCKER_CERT_PATH": ""}
