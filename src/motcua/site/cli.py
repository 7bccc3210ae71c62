"""The `motcua` command."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import psycopg

from motcua.platform.database import addresses
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import places_of
from motcua.platform.database.secrets import read_secrets
from motcua.site import backups, preparation, trying_eid
from motcua.site.environment import environment

REFUSED = 2
HELP = ("-h", "--help")
# A room's own commands: its module, and the module that says which of them need the database ("": all do).
DELEGATES = {
    "agencies": ("motcua.agencies.cli", ""),
    "catalogue": ("motcua.catalogue.cli", ""),
    "dossiers": ("motcua.dossiers.cli", "motcua.dossiers.commands"),
    "identity": ("motcua.identity.cli", ""),
    "payments": ("motcua.payments.cli", ""),
    "rights": ("motcua.dossiers.sharing.cli", ""),
    "procedure": ("motcua.authoring.cli.main", "motcua.authoring.cli"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. A refusal is one sentence on standard error, never a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["manage"]:
            return manage(given[1:])
        if given[:1] == ["ledger"]:
            return ledger(given[1:])
        if given and given[0] in DELEGATES:
            return delegate(given[0], given[1:])
        chosen = parser().parse_args(given)
        command: Callable[..., int] = chosen.command
        return command(chosen) if command in {demo, backups.backup, backups.restore, trying_eid.run} else command()
    except StartRefusedError as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="motcua", description="Một Cửa: every public service through one door.")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    listed: list[tuple[str, Callable[[], int], str]] = [
        ("serve", serve, "start everything and serve until Ctrl-C"),
        ("stop", stop, "stop the product that runs from this MOTCUA_HOME"),
        ("migrate", migrate, "bring the database up to date and leave"),
        ("worker", worker, "run only the background worker (the database must run)"),
        ("bank-simulator", bank_simulator, "run only the demo's simulated bank (`serve` starts it in a demo)"),
        ("doctor", doctor, "check this installation, one line a check"),
    ]
    for name, command, text in listed:
        commands.add_parser(name, help=text, description=text).set_defaults(command=command)
    backups.add_to(commands)
    trying_eid.add_to(commands)
    world = commands.add_parser("demo", help="build the demo world now, with --dossiers a population too")
    world.set_defaults(command=demo)
    world.add_argument("--dossiers", type=int, default=0, metavar="N", help="invent so many dossiers beside it")
    world.add_argument("--years", type=int, default=3, help="over how many years (3)")
    world.add_argument(
        "--history", choices=("all", "recent", "none"), default="all", help="whose acts the ledger tells (all)"
    )
    commands.add_parser("agencies", help="agencies import-units|import-changes FILE: units of the day, and of before")
    commands.add_parser(
        "catalogue", help="catalogue import|publish|first|rules|export|plan|apply|key|trust: load, look up, exchange"
    )
    commands.add_parser(
        "dossiers",
        help="dossiers partitions|detach-partition|route|open-system|webhooks|verify-counters|leap-feed: from the operator's side",
    )
    commands.add_parser(
        "identity", help="identity issue-token|revoke-token|invite-official: secrets for programs, first passkeys"
    )
    commands.add_parser("rights", help="rights list|give|end|lift: which dossiers an official of an agency sees")
    commands.add_parser(
        "ledger", help="ledger verify|fsck|witness|prove|resume: the tamper-evident log, without the product"
    )
    commands.add_parser(
        "payments",
        help="payments import-accounts|import-ranges|take-statement: accounts, receipts' numbers, banks' files",
    )
    commands.add_parser(
        "procedure", help="procedure new|check|try|diff|publish|plan-migration|migrate|record: write services"
    )
    commands.add_parser("manage", help="any command of Django's")
    return whole


def say(line: str) -> None:
    print(line, flush=True)


def serve() -> int:
    from motcua.site.serving import serve

    return serve(say)


def stop() -> int:
    """Ask the running product to stop, and wait until it has."""
    from motcua.site.serving import running_pid

    home = environment().home
    pid = running_pid(home)
    if pid is None:
        say(f"Nothing runs from {home}.")
        return 0
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 60
    while running_pid(home) == pid and time.monotonic() < deadline:
        time.sleep(0.1)
    still = running_pid(home) == pid
    say(f"Process {pid} did not stop within a minute." if still else "Stopped.")
    return 1 if still else 0


def migrate() -> int:
    with preparation.database(say):
        preparation.migrate(say)
        preparation.publish_first_catalogue(say)
    say("The database is up to date.")
    return 0


def worker() -> int:
    preparation.setup_django()
    from motcua.site.worker import run

    return run()


def bank_simulator() -> int:
    """A bank that does not exist, as a process of its own; it never touches the database."""
    preparation.setup_django()
    from motcua.payments.api import run_simulator

    here = environment()
    if not here.demo:
        raise StartRefusedError("The simulated bank belongs to the demo; MOTCUA_DEMO is false here.")
    return run_simulator(here.home, f"http://{here.host}:{here.port}")


def demo(given: argparse.Namespace) -> int:
    with preparation.database(say):
        preparation.migrate(say)
        preparation.publish_first_catalogue(say)
        if given.dossiers:
            from motcua.site.demo import population

            population.make_room(given.years)
        preparation.load_demo(say, again=True)
        if given.dossiers:
            population.build(given.dossiers, given.years, given.history, say)
        world = preparation.demo_world()
        for line in world.sign_ins() if world is not None and hasattr(world, "sign_ins") else ():
            say(f"  {line}")
    return 0


def doctor() -> int:
    from motcua.site.doctor import examine

    return examine(say)


def manage(arguments: Sequence[str]) -> int:
    """Django's own commands, with the database running."""
    with preparation.database():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["motcua manage", *arguments])
    return 0


def ledger(arguments: Sequence[str]) -> int:
    """The log's own commands: they load no Django, and most of them need no database."""
    run: Callable[[Sequence[str], Here], int] = import_module("motcua.ledger.checking.cli").main
    return run(arguments, Here())


class Here:
    """Where the log's commands find this installation."""

    @property
    def log(self) -> str:
        return str(environment().home / "ledger")

    def connect(self) -> "psycopg.Connection[Any]":
        """As the owner. Raises StartRefusedError when nothing answers."""
        given, places = environment(), places_of(environment().home)
        kept = read_secrets(places.secrets)
        url = given.database_url
        found = addresses.external(url.get_secret_value(), kept) if url else addresses.embedded(places, kept)
        try:
            return found.owner.connect()
        except psycopg.OperationalError as error:
            raise StartRefusedError(f"The database does not answer; start the product first. ({error})") from None


def delegate(name: str, arguments: Sequence[str]) -> int:
    """Hand `name` over to its room's `cli.main([name, *arguments])`."""
    module, asked = DELEGATES[name]
    wants_help = not arguments or arguments[0] in HELP
    if wants_help or (asked and not import_module(asked).needs_database(arguments)):
        preparation.setup_django()
        return in_room(module, name, arguments)
    with preparation.database():  # makes the secrets that the settings read, where this is the first command of all
        preparation.migrate()
        return in_room(module, name, arguments)


def in_room(module: str, name: str, arguments: Sequence[str]) -> int:
    """Commands speak English, what the catalogue and its refusals say included."""
    from django.utils import translation

    preparation.compile_messages()
    translation.activate("en")
    main: Callable[[Sequence[str]], int] = import_module(module).main
    return main([name, *arguments])


if __name__ == "__main__":
    sys.exit(main())
