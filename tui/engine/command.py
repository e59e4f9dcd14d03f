"""What makes the docker command talk to the lab's engine, and to no other."""

from __future__ import annotations

from tui.model.engine import Endpoint

NOWHERE = "unix:///dev/null/no-engine.sock"
"""Where no engine can ever be: nothing is in a folder that is none."""


def docker_environment(endpoint: Endpoint | None) -> dict[str, str]:
    """The variables that lead the docker command to `endpoint`, or nowhere; those that must not count are empty.

    With a variable missing, the command would take the learner's current context, which may be anyone's engine.
    """
    # The command would ask for certificates at a unix socket, too.
    folder = endpoint.certificates if endpoint else ""
    return {
        "DOCKER_HOST": endpoint.near if endpoint else NOWHERE,
        "DOCKER_CONTEXT": "",
        "DOCKER_TLS_VERIFY": "1" if folder else "",
        "DOCKER_CERT_PATH": folder,
    }
