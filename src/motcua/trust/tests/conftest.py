import pytest

from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import QueueFilter
from motcua.dossiers.tests import world as worlds
from motcua.ledger.installation import this_log
from motcua.ledger.tests.log import sequence_all
from motcua.trust.tests.serving import PHONE, serving, sit_down


@pytest.fixture
def log(settings, tmp_path, clean_db):
    """The installation's own log, in a folder of the test's."""
    settings.LEDGER = tmp_path / "ledger"
    this_log.cache_clear()
    yield this_log()
    this_log.cache_clear()


@pytest.fixture
def address(log, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    with serving() as where:
        yield where


@pytest.fixture
def looked(log):
    """A small world in which Lan's dossier was opened with a reason, and stood on a list; all of it in the public log."""
    world = worlds.build()
    code = worlds.submitted(world).code
    dossiers.get_dossier(actor=world.receiver, code=code, why="Gọi điện hỏi lại")
    dossiers.list_queue(actor=world.receiver, wanted=QueueFilter())
    sequence_all(log)
    return world


@pytest.fixture
def opened(browser, address):
    """A page in a fresh browser; what its console said is held against it."""
    said = []

    def page(actor=None, size=PHONE, **more):
        context = browser.new_context(viewport=size, base_url=address, locale="vi-VN", accept_downloads=True, **more)
        if actor:
            sit_down(context, address, actor)
        made = context.new_page()
        made.on("console", lambda message: None if "422" in message.text else said.append(message.text))
        made.on("pageerror", lambda error: said.append(str(error)))
        return made

    yield page
    assert said == []
