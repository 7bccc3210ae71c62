"""Logs as JSON lines with a request id, and never a person's data."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# What an event may carry; anything else is dropped, so a name or an address cannot slip in by a careless call.
ALLOWED = frozenset(
    """event level timestamp logger request_id method route status milliseconds task event_id dossier_id agency_id
    entry_id code count seconds port pid exception attempt worker reason path_template version""".split()
)


def only_allowed(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not on the list."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def configure(level: str) -> None:
    """Send all logs, ours and the libraries', to standard error as JSON lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [kept for kept in root.handlers if not getattr(kept, "is_motcua", False)]
    handler.is_motcua = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(level.upper())
    for quiet in ("fontTools", "weasyprint", "django.request", "django.security.DisallowedHost"):
        logging.getLogger(quiet).setLevel("ERROR")
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
