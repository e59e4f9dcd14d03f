"""`sealegs board --policy`: what is said becomes what the class is told, or a sentence."""

import pytest

from tui import cli
from tui.errors import UsageError
from tui.model.classroom import PoliciesRecord
from tui.verbs.board import POLICIES, _policies


def test_what_was_said_is_told_and_nothing_else():
    said = _policies(["gate=hard", "minutes=yes", "gate=soft"])
    assert PoliciesRecord.model_validate_json(said) == PoliciesRecord(gate="soft", minutes=True)
    assert b"blocks" not in said
    assert _policies([]) == b""


@pytest.mark.parametrize("wrong", ["gate=open", "gates=soft", "gate", "format=1", "solutions=after-0-minutes", "="])
def test_what_is_no_policy_is_refused_with_all_there_are(wrong):
    with pytest.raises(UsageError, match="is no policy") as refused:
        _policies([wrong])
    assert all(key in str(refused.value.remedy) for key, _ in POLICIES)


def test_files_have_no_policies():
    with pytest.raises(UsageError, match="not for files"):
        cli.run(["board", "ada.json", "--policy", "gate=soft"])
