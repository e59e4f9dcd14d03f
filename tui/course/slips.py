"""What a YAML parser's complaints mean, in an author's words: which line to look at, and what to do there."""

from __future__ import annotations

import yaml

_QUOTE = "put the whole text in quotes"


def slip(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """The line (from 1) to look at, and what is wrong there."""
    if error.problem_mark is None:
        return 1, f"this is not YAML: {error.problem}"
    problem, context = error.problem or "", error.context or ""
    at, column = error.problem_mark.line, error.problem_mark.column
    began = error.context_mark.line if error.context_mark else at
    line = [*text.split("\n"), ""][at]
    if "\u00a0" in line[: column + 1]:
        return at + 1, "a no-break space stands here; use a plain one"
    if "mapping values" in problem:
        return at + 1, _colon(line[:column])
    if "unknown escape" in problem:
        return at + 1, "in double quotes a backslash is an escape; use single quotes"
    if "a quoted scalar" in context:
        return began + 1, "nothing closes the quotation mark that opens here"
    if "simple key" in context:
        return began + 1, 'this is neither "key: value" nor "- item"'
    if "flow" in context:
        return began + 1, "a bracket that opens here is not closed, or a comma or a quotation mark is missing"
    if "block scalar" in context or "start any token" in problem or "alphabetic" in problem or "for the tag" in problem:
        first = line[error.context_mark.column if error.context_mark else column]
        return at + 1, f'a text can\'t start with "{first}"; put it in quotes'
    if "parsing a block" in context:
        return at + 1, _out_of_line(line[:column], began)
    return at + 1, f"this is not YAML: {problem}"


def _colon(before: str) -> str:
    """What is wrong with a colon behind which a value stands."""
    if ": " in before:
        return f"a colon with a space behind it makes a key of what stands before; {_QUOTE}"
    return "this is indented deeper than the line it belongs with"


def _out_of_line(before: str, began: int) -> str:
    """What is wrong with something that no longer belongs to the mapping or list which began on a line (from 0)."""
    if before.strip():
        return f"something stands behind a closed quotation or bracket; {_QUOTE}"
    return f"this doesn't line up with what it belongs to, which begins in line {began + 1}"
