"""The repository is the same for everyone: it names no registry, no machine, and holds nothing borrowed."""

import json
import re

import pytest

from tests.guards.sources import ROOT, place, tracked

REGISTRY = re.compile(r"\b(registry\W(npmjs|yarnpkg)|python(hosted)\W|pypi\Worg/simple|deb\Wdebian\W)")
MACHINE_PATH = re.compile(r"(?<![\w.:])/(work|farm|root|Users)/\w")
LOCKFILE = ROOT / "assets" / "package-lock.json"
NOT_OURS = (
    "*.woff",
    "*.woff2",
    "*.ttf",
    "*.otf",
    "*.min.js",
    "*.min.css",
    "*/node_modules/*",
    "static/build/*",
)


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE_PATH], ids=["registry host", "machine path"])
def test_no_file_names_a(pattern: re.Pattern[str]) -> None:
    found = {}
    for path in tracked():
        try:
            match = pattern.search(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
        if match:
            found[place(path)] = match[0]
    assert not found


def test_lockfile_leaves_the_registry_open_and_checks_content() -> None:
    packages = json.loads(LOCKFILE.read_text(encoding="utf-8"))["packages"]
    packages.pop("")
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert not [name for name, package in packages.items() if "integrity" not in package]


def test_asset_packages_are_pinned_exactly() -> None:
    package = json.loads((ROOT / "assets" / "package.json").read_text(encoding="utf-8"))
    versions = package.get("dependencies", {}) | package.get("devDependencies", {})
    assert not [name for name, version in versions.items() if not re.fullmatch(r"[\d.]+", version)]


@pytest.mark.parametrize("pattern", NOT_OURS)
def test_nothing_of_others_is_committed(pattern: str) -> None:
    assert not [place(path) for path in tracked(pattern)]
