"""The public log over HTTP: what is there for ever may be kept for ever, the checkpoint is asked for anew."""

import pytest
from django.test import Client

from motcua.ledger.installation import this_log
from motcua.ledger.tests.log import published, sequence_all, write


@pytest.fixture
def served(settings, tmp_path, clean_db):
    settings.LEDGER = tmp_path / "ledger"
    this_log.cache_clear()
    yield this_log()
    this_log.cache_clear()


def get(name):
    return Client().get(f"/api/v1/ledger/{name}")


def test_the_log_is_read_as_the_specification_has_it(served):
    assert get("checkpoint").status_code == 404
    write(200)
    sequence_all(served)
    old = get("tile/0/000.p/200")
    write(100)
    sequence_all(served)
    answer = get("checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert published(served).size == 300
    assert answer.content == served.store.read("checkpoint")
    assert get("key").content.decode() == f"{served.signers[0].verifier}\n"
    full = get("tile/0/000")
    assert full.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert full.headers["Content-Type"] == "application/octet-stream"
    assert (len(full.content), len(get("tile/0/001.p/44").content)) == (256 * 32, 44 * 32)
    assert not (served.store.root / "tile/0/000.p").exists()
    assert get("tile/0/000.p/200").content == old.content == full.content[: 200 * 32]
    assert len(get("tile/entries/000.p/7").content) == 7 * 34
    assert get("tile/1/000.p/1").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "tile/0/001",
        "tile/0/../../secrets.json",
        "tile/0/%2e%2e/key",
        "tile/0/000.p/0",
        "tile/x/000",
        "tile/0/000.p/256",
    ],
)
def test_nothing_else_is_given_out(served, name):
    write(1)
    sequence_all(served)
    assert get(name).status_code == 404
