"""Addresses of built files: the name a template knows, to the fingerprinted file that a browser keeps for ever."""

import json
from functools import cached_property
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise


class BuiltAssets:
    """What the asset build left in `static/build/`."""

    def __init__(self, folder: Path, *, may_change: bool) -> None:
        self._folder = folder
        self._may_change = may_change  # while somebody works on the sources

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = json.loads((self._folder / "manifest.json").read_text())
        return names

    def address(self, name: str) -> str:
        """Where the browser finds the built file `name`, such as `site.css`."""
        return f"/static/build/{self.path(name).name}"

    def path(self, name: str) -> Path:
        """Where the built file `name` lies."""
        if self._may_change:
            self.__dict__.pop("_names", None)
        return self._folder / self._names[name]


def install_assets(app: Flask, folder: Path) -> None:
    """Serve the static `folder` through WhiteNoise, give templates `asset_url`, and keep what was built at hand."""
    built = app.extensions["built_assets"] = BuiltAssets(folder / "build", may_change=app.debug)
    app.jinja_env.globals["asset_url"] = built.address
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=folder,
        prefix="static/",
        immutable_file_test=lambda _path, url: url.startswith("/static/build/"),
        max_age=3600,
        autorefresh=app.debug,
    )
