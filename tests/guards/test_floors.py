"""The floors of pyproject.toml hold, and say something about every package there is."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.guards.sources import ROOT


def contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return list(settings["tool"]["importlinter"]["contracts"])


def test_imports_only_go_down() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    report = subprocess.run([lint, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert report.returncode == 0, report.stdout + report.stderr


def test_every_domain_package_is_kept_from_http() -> None:
    floors, domain, *_ = contracts()
    layers = floors["layers"]
    below_web = {name.strip(" ()") for layer in layers[layers.index("web") + 1 :] for name in layer.split("|")}
    there = {name for name in below_web if (ROOT / "crescendo" / name / "__init__.py").exists()}
    assert {f"crescendo.{name}" for name in there} == set(domain["source_modules"])


def test_web_is_kept_from_every_domain_package_but_foundation() -> None:
    _, domain, web, *_ = contracts()
    assert set(web["forbidden_modules"]) == set(domain["source_modules"]) - {"crescendo.foundation"}
