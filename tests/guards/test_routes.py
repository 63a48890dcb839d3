"""Public addresses are promises: none vanishes, and each that is added is written down."""

from flask import Flask

from tests.guards.sources import ROOT

PROMISED = ROOT / "tests" / "guards" / "routes.txt"


def test_public_addresses_are_those_that_were_promised(sqlite_app: Flask) -> None:
    promised = PROMISED.read_text(encoding="utf-8").splitlines()
    there = {rule.rule for rule in sqlite_app.url_map.iter_rules() if not rule.rule.startswith("/studio/")}
    assert sorted(there) == promised
