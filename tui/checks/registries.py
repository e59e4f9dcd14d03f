"""Checks on what a registry holds."""

from __future__ import annotations

from collections.abc import Mapping

from tui.checks.evidence import Evidence
from tui.checks.images import found, missing
from tui.checks.verdict import NO_ENGINE, Verdict, fails, passes, pending, unknown_yet
from tui.model import checks as ask


def judge_registry(check: ask.RegistryHas, evidence: Evidence) -> Verdict:
    """A registry answers and holds a repository or a tag, of a local image if asked."""
    facts = evidence.facts.registries.get(check.address)
    if facts is None:
        return unknown_yet(check.address, evidence.facts.unreadable, f"the registry at {check.address}")
    if not facts.reachable:
        # A registry in a container goes with its engine, and that is not the learner's doing.
        return pending(f"no registry answers at {check.address}") if evidence.reachable else NO_ENGINE
    if not check.repository:
        return passes(f"{check.address} answers")
    name = f"{check.address}/{check.repository}"
    digests = facts.digests.get(check.repository)
    if not digests:
        return pending(f"{check.address} has no {check.repository} yet")
    if check.tag and check.tag not in digests:
        return pending(f"{name} has no tag {check.tag} yet")
    told = f"{name}:{check.tag}" if check.tag else name
    if not check.same_as:
        return passes(f"{told} is there")
    if lacks := missing(evidence, check.same_as):
        return lacks
    images = found(check.same_as, evidence)
    configs = facts.configs.get(check.repository, {})
    there = {*_of(check.tag, digests), *_of(check.tag, configs)} - {""}
    # Podman packs anew what it pushes, and doesn't note the digest; the configuration stays, and is the image's id.
    here = {digest.rpartition("@")[2] for image in images for digest in image.digests} | {image.id for image in images}
    if there & here:
        return passes(f"{told} is {check.same_as}")
    return fails(f"{told} is another image than {check.same_as}", "the same digest", "docker image ls --digests")


def _of(tag: str, digests: Mapping[str, str]) -> set[str]:
    """The digest of a tag, or those of all."""
    return {digests.get(tag, "")} if tag else set(digests.values())
