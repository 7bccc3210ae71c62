"""Logs as JSON lines with a request id, and never a person's data."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

Event = MutableMapping[str, Any]

# What a line may carry; anything else is dropped, so a name or an address cannot slip in by a careless call.
ALLOWED = frozenset(
    [
        "event", "level", "timestamp", "logger", "request_id", "method", "route", "status", "milliseconds", "task",
        "event_id", "dossier_id", "agency_id", "entry_id", "code", "count", "seconds", "port", "pid", "exception",
        "where", "attempt", "worker", "reason", "version",
    ]
)  # fmt: skip
FRAMES = 4


def only_allowed(_logger: Any, _name: str, event: Event) -> Event:
    """Drop every key that is not on the list."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def without_path(_logger: Any, _name: str, event: Event) -> Event:
    """Django's own lines about a request name its path, which may hold a dossier's code: keep the reason only."""
    record = event.get("_record")
    if record is not None and record.name.startswith(("django.request", "django.security")):
        event["event"] = str(record.msg).partition("%s")[0].strip(" :") or "request_failed"
    return event


def without_messages(_logger: Any, _name: str, event: Event) -> Event:
    """Say which error and where, not its message: that may quote what a person typed or a row's key."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    if error is not None:
        event["exception"] = " < ".join(type(link).__name__ for link in _causes(error))
        event["where"] = _places(error.__traceback__)
    return event


def _causes(error: BaseException) -> list[BaseException]:
    chain, link = [], error.__cause__ or error.__context__
    chain.append(error)
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    return chain


def _places(trace: TracebackType | None) -> list[str]:
    """The last frames in our own code, and the frame that raised; innermost last."""
    frames = traceback.extract_tb(trace)
    ours = [frame for frame in frames if "/motcua/" in frame.filename][-FRAMES:]
    shown = [*ours, *(frame for frame in frames[-1:] if frame not in ours)]
    return [f"{'/'.join(frame.filename.rsplit('/', 3)[1:])}:{frame.lineno} {frame.name}" for frame in shown]


def configure(level: str) -> None:
    """Send all logs, ours and the libraries', to standard error as JSON lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_messages,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, without_path],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    root = logging.getLogger()
    root.handlers = [kept for kept in root.handlers if not isinstance(kept, StandardError)]
    handler = StandardError()
    handler.setFormatter(formatter)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for quiet in ("fontTools", "weasyprint", "django.security.DisallowedHost"):
        logging.getLogger(quiet).setLevel("ERROR")
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class StandardError(logging.StreamHandler[Any]):
    """Our one handler; writes to whatever standard error is at the time."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
