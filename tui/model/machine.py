"""What the learner's machine is like where the course differs: builder, product, and the rest."""

from __future__ import annotations

from msgspec import Struct

from tui.model.checks import Authored, Builder, Product


class Machine(Struct, frozen=True):
    """How docker behaves in the command pane; what a lab without an engine assumes, unless told otherwise.

    `new_image_list` says that `docker image ls` prints the table of Docker 29 and later; `remote` that the engine runs
    on another machine, so that its paths and ports are not those of the command pane.
    """

    builder: Builder = "buildkit"
    product: Product = "docker"
    rootless: bool = False
    new_image_list: bool = False
    remote: bool = False


class Condition(Authored):
    """Which machines something is for; what is left out may be anything."""

    builder: Builder | None = None
    product: Product | None = None
    rootless: bool | None = None
    new_image_list: bool | None = None
    remote: bool | None = None

    def holds(self, machine: Machine) -> bool:
        """Whether this is such a machine."""
        return not self.unmet(machine)

    def unmet(self, machine: Machine) -> str:
        """What the machine lacks, in words a learner reads; empty if nothing."""
        if self.builder not in (None, machine.builder):
            return f"needs {_BUILDERS[self.builder]}, and docker build uses {_BUILDERS[machine.builder]} here"
        if self.product not in (None, machine.product):
            return f"needs {self.product.capitalize()}, and this engine is {machine.product.capitalize()}"
        if self.rootless not in (None, machine.rootless):
            return "needs a rootless engine" if self.rootless else "needs an engine that runs as root"
        if self.new_image_list not in (None, machine.new_image_list):
            return "needs Docker 29 or newer" if self.new_image_list else "needs a Docker before 29"
        if self.remote not in (None, machine.remote):
            return (
                "needs an engine on another machine"
                if self.remote
                else "the engine's paths and ports are another machine's"
            )
        return ""


class Requires(Condition):
    """What a task needs besides: `network` is the name of a host that must answer on port 443."""

    network: str = ""


_BUILDERS: dict[Builder | None, str] = {"classic": "the classic builder", "buildkit": "BuildKit"}
