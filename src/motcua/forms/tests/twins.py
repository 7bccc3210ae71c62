"""Runs expressions through both engines, the server's and the browser's, and brings the answers into one shape."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from motcua.catalogue.domain.expressions import Expression, _compiled
from motcua.catalogue.errors import EvaluationError

LIVE = Path(__file__).parent.parent / "static/forms/live.js"
ERROR = {"error": True}
BATCH = 2_000

_RUNNER = """
async ([source, cases]) => {
  const address = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
  const {BROKEN, compile, toCel} = await import(address);
  const shaped = (value) => JSON.stringify(value, (_key, each) => typeof each === "bigint" ? {whole: String(each)} : each);
  return cases.map(([expression, names]) => {
    try {
      const values = toCel(JSON.parse(names));
      return shaped(compile(expression)((name) => Object.hasOwn(values, name) ? values[name] : null));
    } catch (error) {
      return error === BROKEN ? '{"error":true}' : `"bug: ${error}"`;
    }
  });
}
"""


def prepared(text: str) -> Expression:
    """The expression as packages' are; raises ExpressionError for what the server lets nobody write."""
    return _compiled(text, "any")[0]


def on_the_server(text: str, names: dict[str, Any]) -> Any:
    try:
        return shaped(_compiled(text, "any")[1](names))
    except EvaluationError:
        return ERROR


def in_a_browser(browser: Any, cases: Iterable[tuple[str, dict[str, Any]]]) -> list[Any]:
    """The answers of real Chromium to expressions as they were prepared for it."""
    tab = browser.new_page()
    written = [(prepared(text).portable, json.dumps(names)) for text, names in cases]
    answers: list[str] = []
    for start in range(0, len(written), BATCH):
        answers += tab.evaluate(_RUNNER, [LIVE.read_text(encoding="utf-8"), written[start : start + BATCH]])
    tab.close()
    return [json.loads(answer) for answer in answers]


def shaped(value: Any) -> Any:
    """Whole numbers are told from everything else: JSON would round the big ones."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return {"whole": str(value)}
    if isinstance(value, list):
        return [shaped(each) for each in value]
    return {key: shaped(each) for key, each in value.items()}
