"""Checks on what is inside an image: its layers, its history, its files, and how its containers start."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from posixpath import normpath

from tui.checks.evidence import Evidence
from tui.checks.images import bounds, found, missing, within
from tui.checks.verdict import LOOKING, Verdict, fails, passes, unknown_yet
from tui.checks.wording import in_words
from tui.model import checks as ask
from tui.model.facts import ImageDetails, ImageFiles, LayerFile


def _any_of(ref: str, evidence: Evidence, judged: Callable[[ImageDetails], Verdict]) -> Verdict:
    """The verdict on the image of a name; where several have it, one right one is enough."""
    if lacks := missing(evidence, ref):
        return lacks
    details = [evidence.facts.images.get(image.id) for image in found(ref, evidence)]
    verdicts = [judged(each) for each in details if each is not None]
    for verdict in verdicts:
        if verdict.passed:
            return verdict
    return LOOKING if None in details else verdicts[0]


def judge_layers(check: ask.ImageLayers, evidence: Evidence) -> Verdict:
    """An image has so many layers, or so many on top of another's."""
    if check.on_top_of and (lacks := missing(evidence, check.on_top_of)):
        return lacks
    bases = [evidence.facts.images.get(each.id) for each in found(check.on_top_of, evidence)] if check.on_top_of else []
    if None in bases:
        return LOOKING
    lower = [base.layers for base in bases if base is not None] or [()]
    return _any_of(check.ref, evidence, lambda details: _layers(check, details, lower))


def _layers(check: ask.ImageLayers, details: ImageDetails, lower: list[tuple[str, ...]]) -> Verdict:
    look = f"docker image history {check.ref}"
    counts = [len(details.layers) - len(base) for base in lower if details.layers[: len(base)] == base]
    if not counts:
        return fails(f"{check.ref} does not stand on {check.on_top_of}", f"all layers of {check.on_top_of} below", look)
    right = [count for count in counts if within(count, check.at_least, check.at_most)]
    count = (right or counts)[0]
    layers = "1 layer" if count == 1 else f"{count} layers"
    told = f"{check.ref} has {layers}" + (f" on top of {check.on_top_of}" if check.on_top_of else "")
    return passes(told) if right else fails(told, bounds(check.at_least, check.at_most), look)


def judge_history(check: ask.ImageHistory, evidence: Evidence) -> Verdict:
    """Rows of an image's history say this, and none says that."""
    return _any_of(check.ref, evidence, lambda details: _history(check, details))


def _history(check: ask.ImageHistory, details: ImageDetails) -> Verdict:
    rows = [row.created_by for row in details.history]
    look = f"docker image history {check.ref}"
    for pattern in check.has:
        if not any(re.search(pattern, row) for row in rows):
            return fails(f"no row of {check.ref}'s history has {in_words(pattern)}", "such a row", look)
    for pattern in check.lacks:
        for unwanted in filter(None, (re.search(pattern, row) for row in rows)):
            return fails(f"{check.ref}'s history has {unwanted.group()}", "no such row", look)
    return passes(f"{check.ref} has {len(rows)} rows of history")


def judge_config(check: ask.ImageConfig, evidence: Evidence) -> Verdict:
    """Containers of an image start like this."""
    return _any_of(check.ref, evidence, lambda details: _config(check, details))


def _config(check: ask.ImageConfig, details: ImageDetails) -> Verdict:
    look = f"docker image inspect {check.ref}"
    if check.user not in (None, details.user):
        return fails(f"{check.ref} runs as {details.user or 'root'}", f"USER {check.user or 'root'}", look)
    if check.workdir is not None and normpath(check.workdir) != normpath(details.workdir or "/"):
        return fails(f"{check.ref} starts in {details.workdir or '/'}", f"WORKDIR {check.workdir}", look)
    words = (("CMD", check.cmd, details.cmd), ("ENTRYPOINT", check.entrypoint, details.entrypoint))
    for instruction, pattern, found_words in words:
        if pattern is not None and not re.search(pattern, " ".join(found_words)):
            observed = f"{check.ref} has {instruction} {' '.join(found_words)}" if found_words else ""
            return fails(observed or f"{check.ref} has no {instruction}", f"{instruction} {in_words(pattern)}", look)
    if check.env is not None and not any(re.search(check.env, line) for line in details.env):
        return fails(f"no ENV of {check.ref} is {in_words(check.env)}", f"ENV {in_words(check.env)}", look)
    if check.exposes is not None and check.exposes not in details.exposes:
        exposed = ", ".join(map(str, details.exposes)) or "no port"
        return fails(f"{check.ref} exposes {exposed}", f"EXPOSE {check.exposes}", look)
    return passes(f"{check.ref} starts as asked")


def judge_image_file(check: ask.ImageFile, evidence: Evidence) -> Verdict:
    """A file is in an image: where a container sees it, in a lower layer only, or nowhere."""
    if lacks := missing(evidence, check.ref):
        return lacks
    looked = [evidence.facts.image_files.get(image.id) for image in found(check.ref, evidence)]
    places = [place_of(files, normpath(f"/{check.path.lstrip('/')}")) for files in looked if files is not None]
    words = {
        "on top": f"{check.path} is in {check.ref}",
        "below": f"{check.path} is in a lower layer of {check.ref}, removed above it",
        "nowhere": f"{check.path} is in no layer of {check.ref}",
    }
    if check.found in places:
        return passes(words[check.found])
    if None in looked:
        unreadable = [image.id for image in found(check.ref, evidence) if image.id in evidence.facts.unreadable]
        return unknown_yet(unreadable[0], unreadable, f"the layers of {check.ref}") if unreadable else LOOKING
    wanted = {"on top": "in the image", "below": "in a lower layer only", "nowhere": "in no layer"}[check.found]
    return fails(words[places[0]], wanted, f"docker image history {check.ref}")


@lru_cache(maxsize=32)
def place_of(files: ImageFiles, path: str) -> str:
    """Where a path is: "on top" for all to see, "below" a layer that removed it, or "nowhere"."""
    above = [path[:end] for end in range(1, len(path)) if path[end] == "/"]
    hidden = False
    for layer in reversed(files.layers):
        if any(entry.path == path and entry.kind != "gone" for entry in layer):
            return "below" if hidden else "on top"
        hidden = hidden or any(_hides(entry, path, above) for entry in layer)
    return "nowhere"


def _hides(entry: LayerFile, path: str, above: list[str]) -> bool:
    """Whether an entry hides a path in the layers below: it is gone, or a folder above it is, or is one no longer."""
    if entry.kind == "gone":
        return entry.path == path or entry.path in above
    return entry.kind != "folder" and entry.path in above
