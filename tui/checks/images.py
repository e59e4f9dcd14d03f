"""Checks on the engine's images by their names, ids and sizes."""

from __future__ import annotations

from tui.checks.evidence import Evidence
from tui.checks.names import is_image, same_image
from tui.checks.verdict import LOOKING, NO_ENGINE, Verdict, fails, passes, pending
from tui.model import checks as ask
from tui.model.engine import NAMING, Image
from tui.model.text import size


def found(ref: str, evidence: Evidence) -> list[Image]:
    """The images an author means: one, or several where the name has no tag."""
    return evidence.once(("images", ref), lambda: _found(ref, evidence))


def _found(ref: str, evidence: Evidence) -> list[Image]:
    images = evidence.snapshot.images if evidence.snapshot else ()
    return [image for image in images if any(same_image(ref, tag) for tag in image.tags)]


def missing(evidence: Evidence, *refs: str) -> Verdict | None:
    """What to say if there is no engine, or no image of one of these names; None if all are here."""
    if evidence.snapshot is None or not evidence.reachable:
        return NO_ENGINE
    for ref in refs:
        if not found(ref, evidence):
            return pending(f"no image {ref} here yet")
    return None


def judge_image(check: ask.ImageIs, evidence: Evidence) -> Verdict:
    """An image is here under a name, and got it since the task was open if asked; or none is."""
    if evidence.snapshot is None or not evidence.reachable:
        return NO_ENGINE
    tags = [tag for image in found(check.ref, evidence) for tag in image.tags if same_image(check.ref, tag)]
    if not check.exists:
        return fails(f"{tags[0]} is still here", "gone", "docker image ls") if tags else passes(f"no image {check.ref}")
    if not tags:
        return pending(f"no image {check.ref} here yet")
    if not check.fresh:
        return passes(f"{tags[0]} is here")
    images = evidence.snapshot.images
    for event in evidence.events_of("image", *NAMING):
        # dockerd calls an image it has loaded by its id, which `is_image` knows.
        if is_image(check.ref, event.name, images):
            return passes(f"{tags[0]} is here", at=event.received)
    return pending(f"{tags[0]} is from before", "built, tagged or pulled anew")


def judge_same(check: ask.ImagesSame, evidence: Evidence) -> Verdict:
    """Two names stand for one image, or for the same layers."""
    if lacks := missing(evidence, check.ref, check.as_):
        return lacks
    one, other = found(check.ref, evidence), found(check.as_, evidence)
    same = passes(f"{check.ref} and {check.as_} are the same")
    if {image.id for image in one} & {image.id for image in other}:
        return same
    if check.content == "id":
        return fails(f"{check.ref} and {check.as_} are two images", "one image", "docker image ls")
    details = evidence.facts.images
    if any(image.id not in details for image in (*one, *other)):
        return LOOKING
    if {details[image.id].layers for image in one} & {details[image.id].layers for image in other}:
        return same
    return fails(f"{check.ref} and {check.as_} differ in their layers", "the same layers", "docker image history")


def judge_size(check: ask.ImageSize, evidence: Evidence) -> Verdict:
    """An image's size is within bounds, by itself or beside another's."""
    others = [check.beside] if check.beside else []
    if lacks := missing(evidence, check.ref, *others):
        return lacks
    bases = [image.size for image in found(check.beside, evidence)] if check.beside else [0]
    sizes = [image.size - base for image in found(check.ref, evidence) for base in bases]
    right = [each for each in sizes if within(each, check.at_least, check.at_most)]
    told = _compared(check, right[0] if right else sizes[0])
    return passes(told) if right else fails(told, _size_bounds(check), "docker image ls")


def _compared(check: ask.ImageSize, count: int) -> str:
    if not check.beside:
        return f"{check.ref} has {size(count)}"
    return f"{check.ref} is {size(abs(count))} {'smaller' if count < 0 else 'larger'} than {check.beside}"


def _size_bounds(check: ask.ImageSize) -> str:
    """The bounds in words: of two images, at most 5 MB less than nothing larger is at least 5 MB smaller."""
    given = (("at least", "at most", check.at_least), ("at most", "at least", check.at_most))
    told = []
    for how, turned, bound in given:
        if bound is not None and check.beside and bound < 0:
            told.append(f"{turned} {size(-bound)} smaller")
        elif bound is not None:
            told.append(f"{how} {size(bound)}{' larger' if check.beside else ''}")
    return " and ".join(told)


def within(count: int, at_least: int | None, at_most: int | None) -> bool:
    """Whether a count keeps its bounds."""
    return (at_least is None or count >= at_least) and (at_most is None or count <= at_most)


def bounds(at_least: int | None, at_most: int | None) -> str:
    """Bounds as a learner reads them: "at least 2 and at most 4"."""
    given = (("at least", at_least), ("at most", at_most))
    return " and ".join(f"{how} {bound}" for how, bound in given if bound is not None)
