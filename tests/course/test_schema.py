"""`sealegs course schema`: what editors complete and underline by."""

import json
import re

import pytest

from tests.course.conftest import MINIMAL
from tui import cli, paths
from tui.course.files import read_yaml
from tui.course.schema import DIALECT, TABLES, schema_of

COURSES = [paths.shipped("content"), MINIMAL]
FILES = [("course", folder / "course.yaml") for folder in COURSES]
FILES += [("tasks", path) for folder in COURSES for path in sorted(folder.glob("*/tasks.yaml"))]


def fits(value, schema, root):
    """Whether a value fits a schema; knows the words that ours use."""
    if "$ref" in schema:
        target = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        return fits(value, target, root)
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    kind = kinds[schema["type"]] if "type" in schema else object
    sizes = schema.get("minItems", 0)
    return (
        isinstance(value, kind)
        and not (kind is int and isinstance(value, bool))
        and ("const" not in schema or value == schema["const"])
        and ("enum" not in schema or value in schema["enum"])
        and ("pattern" not in schema or bool(re.search(schema["pattern"], value)))
        and ("minimum" not in schema or value >= schema["minimum"])
        and (not isinstance(value, list) or len(value) >= sizes)
        and ("anyOf" not in schema or any(fits(value, each, root) for each in schema["anyOf"]))
        and ("oneOf" not in schema or sum(fits(value, each, root) for each in schema["oneOf"]) == 1)
        and (not isinstance(value, list) or all(fits(each, schema.get("items", {}), root) for each in value))
        and (not isinstance(value, dict) or fits_object(value, schema, root))
    )


def fits_object(value, schema, root):
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    return all(key in value for key in schema.get("required", [])) and all(
        fits(each, known[key], root) if key in known else others is not False for key, each in value.items()
    )


@pytest.mark.parametrize(("word", "path"), FILES, ids=[f"{path.parent.name}-{word}" for word, path in FILES])
def test_the_courses_files_fit(word, path):
    """So an editor underlines nothing in them."""
    schema = schema_of(word)
    assert fits(read_yaml(path).data, schema, schema)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("type: image", "type: imagine"),
        ("type: image, ", ""),
        ("ref: greeting}", "reff: greeting}"),
        ("mode", "mood"),
        ("edge", "egde"),
        ("id: build-greeting", "id: Build_Greeting"),
    ],
)
def test_what_is_wrong_does_not_fit(tmp_path, old, new):
    """The words that the loader refuses."""
    text = (MINIMAL / "1-greeting" / "tasks.yaml").read_text(encoding="utf-8")
    text = text.replace("    hints:", "    mode: edge\n    hints:")
    assert old in text
    (tmp_path / "tasks.yaml").write_text(text.replace(old, new), encoding="utf-8")
    schema = schema_of("tasks")
    assert not fits(read_yaml(tmp_path / "tasks.yaml").data, schema, schema)


def test_an_editor_can_say_what_each_key_means():
    """In the guide's words, or the model's; only the keys of checks speak for themselves."""
    schema = schema_of("tasks")
    keys = schema["$defs"]["Task"]["properties"]
    assert keys["needs"]["description"].startswith("tasks of this lesson that come first")
    assert schema["$defs"]["CommandSeen"]["properties"]["folder"]["description"].startswith("The folder of the working")
    assert schema["$defs"]["ContainerRan"]["properties"]["port"]["description"] == "A port published on the host."
    told = [*schema["properties"].values(), *schema_of("course")["properties"].values()]
    for model in TABLES.values():
        told += schema["$defs"].get(model.__name__, {}).get("properties", {}).values()
    assert len(told) > 60
    assert all("description" in each and "title" not in each for each in told)


def test_a_check_is_offered_by_its_type():
    """Not by what its model is called in the program."""
    schema = schema_of("tasks")["$defs"]
    assert schema["ImagesSame"]["title"] == "same-image"


def test_it_is_printed_alone_or_both(capsys):
    """In the dialect editors read."""
    for word in ("course", "tasks"):
        assert cli.run(["course", "schema", word]) == 0
        assert json.loads(capsys.readouterr().out) == schema_of(word)
        assert schema_of(word)["$schema"] == DIALECT
    assert cli.run(["course", "schema"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"course.yaml", "tasks.yaml"}
