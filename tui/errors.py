"""What can go wrong, in words a learner can act on.

SealegsError          anything the lab reports itself; exit code 1
├── UsageError        the command line or a setting is wrong; exit code 2
├── CourseError       a course file is wrong; names file and line
├── EngineError       an engine can't be started, or refused a request
│   └── EngineLost    the engine does not answer; the lab goes on and retries
├── ImageError        a course image can't be built, read or checked
├── KitError          a kit can't be made, read or used
├── ShellError        the command pane can't run the learner's shell
└── ProgressError     the progress file can't be read or written
    └── ProgressDamaged   what is in it makes no sense
"""


class SealegsError(Exception):
    """Something went wrong: one sentence that says what, and one that says what to do.

    `what` is the sentence a learner reads first; `remedy` is what to do next, or empty.
    """

    exit_code = 1

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy


class UsageError(SealegsError):
    """The command line or a setting can't be understood."""

    exit_code = 2


class CourseError(SealegsError):
    """A course file is wrong; `what` starts with the file and line."""


class EngineError(SealegsError):
    """An engine can't be started, or refused a request."""


class EngineLost(EngineError):
    """The engine does not answer (any more)."""


class ImageError(SealegsError):
    """A course image can't be built, read or checked."""


class KitError(SealegsError):
    """A kit can't be made, read or used."""


class ShellError(SealegsError):
    """The command pane can't run the learner's shell."""


class ProgressError(SealegsError):
    """The progress file can't be read or written."""


class ProgressDamaged(ProgressError):
    """What is in a file of the learner's progress makes no sense."""


def in_words(error: OSError) -> str:
    """The system's refusal, in a sentence."""
    return f"{error.filename or 'The system refused'}: {error.strerror or error}."
