"""The references in docs/ say what there is: python -m tests.docs.reference writes them anew."""

import pytest

from tests.docs.reference import DOCS, FILES
from tui import cli
from tui.verbs.endings import CODES, EXAMPLES, verbs_of


@pytest.mark.parametrize("file", FILES)
def test_a_reference_is_as_it_would_be_made_now(file):
    assert (DOCS / file).read_text(encoding="utf-8") == FILES[file]()


def test_every_verb_says_what_it_does_with_what_and_how_it_ends():
    """One line, options that are explained, exit codes and an example; and nothing is told of verbs that aren't."""
    verbs = dict(verbs_of(cli.command_line()[0]))
    assert set(EXAMPLES) == set(verbs)
    assert set(CODES) <= set(verbs)
    for name, verb in verbs.items():
        assert verb.description, name
        assert "exit code:" in verb.format_help(), name
        for option in verb._actions:
            assert option.help or option.dest == "==SUPPRESS==" or option.choices, f"{name}: {option.dest}"
