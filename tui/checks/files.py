"""Checks on files and build contexts in the learner's working folder."""

from __future__ import annotations

import re

from tui.checks.evidence import Evidence
from tui.checks.verdict import Verdict, fails, passes, pending, unknown_yet
from tui.checks.wording import in_words
from tui.model import checks as ask
from tui.model.facts import HostFile
from tui.model.text import size


def judge_file(check: ask.FileIs, evidence: Evidence) -> Verdict:
    """A file or folder is there, like this; or nothing is."""
    if check.path not in evidence.facts.files:
        return unknown_yet(check.path, evidence.facts.unreadable)
    file = evidence.facts.files[check.path]
    if file is None:
        return pending(f"no {check.path} yet") if check.exists else passes(f"no {check.path}")
    if not check.exists:
        return fails(f"{check.path} is still there", "gone", f"ls -l {check.path}")
    return _file(check, file)


def _file(check: ask.FileIs, file: HostFile) -> Verdict:
    look = f"ls -ld {check.path}"
    if check.kind not in (None, file.kind):
        return fails(f"{check.path} is a {_KINDS[file.kind]}", f"a {check.kind}", look)
    if check.owner not in (None, file.owner):
        return fails(f"{check.path} belongs to user {file.owner}", f"user {check.owner}", f"ls -ldn {check.path}")
    if check.at_least is not None and file.size < check.at_least:
        # It may be growing: dd takes seconds for what a lesson asks of it.
        return pending(f"{check.path} has {size(file.size)}", f"at least {size(check.at_least)}")
    if check.contains is not None and not re.search(check.contains, file.text):
        return fails(f'{check.path} does not contain "{in_words(check.contains)}"', "it does", f"cat {check.path}")
    return passes(f"{check.path} is there")


_KINDS = {"file": "file", "folder": "folder", "other": "thing of another kind"}


def judge_context(check: ask.ContextIs, evidence: Evidence) -> Verdict:
    """What a build would send has this size, and is with these paths and without those."""
    context = evidence.facts.contexts.get(check.folder)
    if context is None:
        return unknown_yet(check.folder, evidence.facts.unreadable, f"the build context {check.folder}")
    told = f"the context {check.folder} has {size(context.size)}"
    if check.at_least is not None and context.size < check.at_least:
        return pending(told, f"at least {size(check.at_least)}")
    for path in check.ignores:
        if path not in context.ignored:
            return fails(f"{path} is part of the context", f"left out by {_ignore_file(check)}", _ignore_file(check))
    for path in check.keeps:
        if path in context.ignored:
            return fails(f"{_ignore_file(check)} leaves {path} out", "kept", _ignore_file(check))
    if check.at_most is not None and context.size > check.at_most:
        return fails(told, f"at most {size(check.at_most)}", f"du -ah {check.folder}")
    return passes(told)


def _ignore_file(check: ask.ContextIs) -> str:
    return ".dockerignore" if check.folder == "." else f"{check.folder}/.dockerignore"
