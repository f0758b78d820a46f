"""Checks a value against the part of JSON Schema that docs/schemas uses: type, enum, properties,
required, items. A member that the schema does not tell of is a fault, too: what a command prints is
documented."""

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None),
         "integer": int, "number": (int, float)}


def has_type(value, name):
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def faults(value, schema, where="$"):
    """Sentences; an empty list where the value fits."""
    known = {"$schema", "title", "description", "type", "enum", "properties", "required", "items"}
    assert set(schema) <= known, f"{where}: {set(schema) - known} is not checked here"
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{where}: {value!r} is none of {schema['enum']}"]
    allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(has_type(value, name) for name in allowed):
        return [f"{where}: {value!r} is not {' or '.join(allowed)}"]
    found = []
    if isinstance(value, dict):
        properties = schema["properties"]
        found += [f"{where}: {name} is missing" for name in schema["required"] if name not in value]
        found += [f"{where}: {name} is not documented" for name in value if name not in properties]
        for name, member in value.items():
            if name in properties:
                found += faults(member, properties[name], f"{where}.{name}")
    if isinstance(value, list):
        for i, item in enumerate(value):
            found += faults(item, schema["items"], f"{where}[{i}]")
    return found
