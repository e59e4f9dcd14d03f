"""Judges what the course needs: that it can be read, its images, a network, its ports. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from tui.doctor.facts import CourseFacts, CoursePort, EngineAnswer, EngineFacts, Images, Unknown
from tui.model.doctor import Line


def course(found: CourseFacts) -> Line:
    """That it can be read."""
    return Line.ok("course", f"{found.title} {found.version}, {found.lessons} lessons.")


def images(found: Images, engine: EngineFacts | Unknown, hosts: Mapping[str, bool] | Unknown) -> Line:
    """Whether all the course's images are at hand, or how they can be."""
    missing, private = missing_images(found, engine), _private(engine)
    if not missing:
        return Line.ok("images", f"All {len(found.wanted)} are {'here' if private else 'in the engine'}.")
    seen = f"Not {'here' if private else 'in the engine'} yet: {', '.join(missing)}."
    if load := _loading(found, missing, private):
        return Line(name="images", state="ok", seen=f"{seen} They can be loaded.", fix=load)
    if private and not found.not_buildable:
        can = "They can be built here; ./lab and sealegs setup do that by themselves."
        return Line.warning("images", f"{seen} {can}", "sealegs images build")
    if isinstance(hosts, Unknown) or not hosts or any(hosts.values()):
        pulls = " && ".join(f"docker pull {each}" for each in missing)
        fix = "Load a kit before the class." if private else f"Before the class: {pulls}"
        return Line.warning("images", f"{seen} Lessons would pull them.", fix)
    return Line.problem("images", f"{seen} There is no network to pull them from.", "Load a kit, or find a network.")


def _loading(found: Images, missing: list[str], private: bool) -> str:
    """How images are loaded that are at hand, but not where they are needed; empty if they aren't, or it would do harm.

    Loading takes names away from images that have them, in an engine where these may be somebody's own.
    """
    if not private and len(missing) < len(found.wanted):
        return ""
    if not private and found.stored.issuperset(missing):
        return "sealegs images save images.tar && docker image load -i images.tar"
    if found.kits:
        return f"sealegs images load {shlex.quote(str(found.kits[0]))}{'' if private else ', then run this again'}"
    return ""


def missing_images(found: Images, engine: EngineFacts | Unknown) -> list[str]:
    """The images that a lesson would not find: the private engine gets them from the lab's store, others don't."""
    answer = engine.answer if isinstance(engine, EngineFacts) else None
    present = answer.images if isinstance(answer, EngineAnswer) else frozenset()
    at_hand = present | found.stored if _private(engine) else present
    return [each for each in found.wanted if each not in at_hand]


def _private(engine: EngineFacts | Unknown) -> bool:
    """Whether the engine is or would be a private one."""
    return isinstance(engine, Unknown) or engine.choice.endpoint is None or engine.choice.endpoint.private


def network(hosts: Mapping[str, bool], found: Images | Unknown, engine: EngineFacts | Unknown) -> Line | None:
    """Whether there is one. With the images at hand none is needed."""
    if not hosts:
        return None
    silent = [host for host, answers in hosts.items() if not answers]
    if not silent:
        return Line.ok("network", f"{', '.join(hosts)} can be reached.")
    seen = f"{', '.join(silent)} can't be reached."
    if isinstance(found, Images) and (found.kits or not missing_images(found, engine)):
        return Line.ok("network", f"{seen} The course needs no network but for the tasks that say so.")
    if isinstance(found, Images) and _private(engine) and not found.not_buildable:
        return Line.ok("network", f"{seen} The course's images need it not, as they can be built here.")
    return Line.warning("network", seen, "Connect to a network, or load a kit.")


def ports(found: CourseFacts) -> Line | None:
    """Whether the ports that lessons publish are free. The lab takes the next one where the course's own is taken."""
    if not found.ports:
        return None
    told = " ".join(each for port in found.ports for each in _told(port))
    if any(port.holder and not port.kept for port in found.ports):
        return Line.warning("ports", told, "End a program that has one, or tell your instructor.")
    return Line.ok("ports", told)


def _told(port: CoursePort) -> Iterator[str]:
    if port.taken != port.wanted:
        yield f"{port.wanted} is taken ({port.wanted_holder or 'by nobody any more'})."
    if not port.holder:
        yield f"{port.taken} is free."
    elif port.kept:
        yield f"{port.taken}, yours from an earlier time, is taken ({port.holder}): if not by your registry, end that."
    else:
        yield f"{port.taken} is taken ({port.holder})."


def other_lab(found: str) -> Line:
    """Whether this course is open already."""
    if found:
        return Line.warning(
            "other lab", f"{found} What you did in a second one would not be kept.", "Leave it first: q"
        )
    return Line.ok("other lab", "None is open.")
