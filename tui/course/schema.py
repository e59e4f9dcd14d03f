"""The JSON Schema of what an author writes in YAML, for editors."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from tui.model.course import CourseFile
from tui.model.tasks import LessonTasks

DIALECT = "https://json-schema.org/draft/2020-12/schema"

AUTHORED: dict[str, type[BaseModel]] = {"course": CourseFile, "tasks": LessonTasks}
"""What there is a schema of: the file's name without `.yaml`."""


def schema_of(word: str) -> dict[str, Any]:
    """The schema of course.yaml ("course") or tasks.yaml ("tasks")."""
    schema = AUTHORED[word].model_json_schema()
    for part in schema.get("$defs", {}).values():
        # The model has a default for a check's type, which tells the checks apart; an author has to write it.
        if "const" in part.get("properties", {}).get("type", {}):
            part["required"] = ["type", *part.get("required", [])]
    return {"$schema": DIALECT, **schema, "title": f"{word}.yaml"}


def schemas() -> dict[str, Any]:
    """The schemas of both files, by the files' names."""
    return {f"{word}.yaml": schema_of(word) for word in AUTHORED}
