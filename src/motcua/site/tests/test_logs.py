"""What a log line says, and what it must never say."""

import json
import logging

import structlog

from motcua.site import logs


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]


def written(capsys, write):
    logs.configure("info")
    write()
    (line,) = lines(capsys)
    return line


def test_a_log_line_is_json_with_level_time_and_logger(capsys):
    line = written(capsys, lambda: structlog.get_logger("motcua.test").warning("fee_paid", count=2))
    assert line["event"] == "fee_paid"
    assert line["count"] == 2
    assert {"level", "timestamp", "logger"} <= set(line)


def test_a_key_that_is_not_on_the_list_is_dropped(capsys):
    line = written(capsys, lambda: structlog.get_logger("motcua.test").warning("x", full_name="Nguyễn Thị Mẫu"))
    assert "Mẫu" not in json.dumps(line, ensure_ascii=False)


def test_an_error_is_named_and_located_but_its_message_is_kept_out(capsys):
    def write():
        try:
            raise ValueError("046190000017 is not a name")
        except ValueError:
            logging.getLogger("library").exception("failed")

    line = written(capsys, write)
    assert line["exception"] == "ValueError"
    assert "test_logs.py" in line["where"][-1]
    assert "046190000017" not in json.dumps(line)


def test_the_path_of_a_failed_request_is_kept_out(capsys):
    line = written(capsys, lambda: logging.getLogger("django.request").error("%s: %s", "Not Found", "/track/H56-1"))
    assert "H56-1" not in json.dumps(line)
