"""The JSON Schema of what an author writes in YAML, for editors: with what the guide and the models say of each key."""

from __future__ import annotations

import ast
import inspect
import re
from typing import Any

from pydantic import BaseModel

from tui import paths
from tui.model import checks, course, policies, tasks

DIALECT = "https://json-schema.org/draft/2020-12/schema"

AUTHORED: dict[str, type[BaseModel]] = {"course": course.CourseFile, "tasks": tasks.LessonTasks}
"""What there is a schema of: the file's name without `.yaml`."""

TABLES: dict[str, type[BaseModel]] = {
    "course.yaml": course.CourseFile,
    "Policies": policies.Policies,
    "A lesson": course.LessonEntry,
    "A parameter": course.Parameter,
    "Files": tasks.CourseFiles,
    "A task": tasks.Task,
    "A diagnosis": tasks.Diagnosis,
    "A solution": tasks.Solution,
    "A wrong attempt": tasks.WrongAttempt,
    "A question": tasks.Question,
    "A choice": tasks.Choice,
    "A wrong answer": tasks.WrongAnswer,
    "A count": tasks.Count,
    "A mount": checks.MountIs,
}
"""Under which heading of the authors' guide the keys of a model stand."""


def schema_of(word: str) -> dict[str, Any]:
    """The schema of course.yaml ("course") or tasks.yaml ("tasks")."""
    schema = AUTHORED[word].model_json_schema()
    guide = (paths.shipped("content") / "README.md").read_text(encoding="utf-8")
    models = {each.__name__: each for each in _kinds(checks.Authored)}
    for name, part in {**schema.get("$defs", {}), AUTHORED[word].__name__: schema}.items():
        keys = part.get("properties", {})
        said = {**_said_in_models(models[name]), **_said_in_guide(guide, models[name])} if name in models else {}
        for key, value in keys.items():
            value.pop("title", None)  # the key once more
            if key in said:
                value["description"] = said[key]
        # The model has a default for a check's type, which tells the checks apart; an author has to write it.
        if "const" in keys.get("type", {}):
            part["required"] = ["type", *part.get("required", [])]
            part["title"] = keys["type"]["const"]
    return {"$schema": DIALECT, **schema, "title": f"{word}.yaml"}


def schemas() -> dict[str, Any]:
    """The schemas of both files, by the files' names."""
    return {f"{word}.yaml": schema_of(word) for word in AUTHORED}


def _kinds(model: type[BaseModel]) -> list[type[BaseModel]]:
    """A model and all that are made from it."""
    return [model, *(each for kind in model.__subclasses__() for each in _kinds(kind))]


def _said_in_models(model: type[BaseModel]) -> dict[str, str]:
    """What stands below a model's fields, by the keys that authors write.

    Pydantic would do it (`use_attribute_docstrings`), but by reading its source at each start of the lab.
    """
    said = {}
    for base in reversed(model.__mro__):
        if not issubclass(base, checks.Authored):
            continue
        (body,) = ast.parse(inspect.getsource(base)).body
        assert isinstance(body, ast.ClassDef), "the source of a class"
        for field, below in zip(body.body, body.body[1:], strict=False):
            match field, below:
                case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                    said[model.model_fields[name].alias or name] = " ".join(text.split())
    return said


def _said_in_guide(guide: str, model: type[BaseModel]) -> dict[str, str]:
    """What the guide's table says of a model's keys."""
    heading = next((each for each, its in TABLES.items() if its is model), None)
    if heading is None:
        return {}
    section = guide.partition(f"# {heading}\n")[2].partition("\n#")[0].partition("|---|---|\n")[2].partition("\n\n")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE))
