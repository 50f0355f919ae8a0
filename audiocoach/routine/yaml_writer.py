"""A routine file written as YAML, from which `yaml_reader` reads the same; PyYAML writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

_WIDTH = 100


class _Dumper(yaml.SafeDumper):
    """Puts in quotes what is a number by YAML 1.2, too, and repeats values in full."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Return that nothing is an alias: a person reads it."""
        return True


_Dumper.add_implicit_resolver(
    "tag:audiocoach,2026:core",
    re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+"),
    list("-+.0123456789"),
)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    # A line separator or half a character would come back changed from any other form.
    style = None if value.isprintable() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def written(tree: Mapping[str, Any]) -> str:
    """Return the YAML of a sound routine file, passed as JSON values."""
    text: str = yaml.dump(
        dict(tree), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH
    )
    return text
