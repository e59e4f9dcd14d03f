"""Texts that patterns match."""

import pytest

from tui.solve.samples import sample


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("copy", "copy"),
        (r"(docker )?image( ls)?", "image"),
        (r"(ls|list)s+", "lss"),
        (r"[0-9]{2}\.\d", "00.0"),
        (r"\.dockerignore", ".dockerignore"),
        (r"^the +end$", "the end"),
        (r"a.c", "aac"),
    ],
)
def test_the_plainest_text_that_matches(pattern, text):
    """Optional parts are left out, the first of several is taken."""
    assert sample(pattern) == text


def test_what_it_does_not_understand_it_says():
    """Rather than give a text that does not match."""
    assert sample(r"(?!a)[^b]") is None
