"""The capability list, the folders and the floors say the same."""

import ast
import configparser

import pytest
from django.apps import apps

from motcua.site import capabilities
from tests.conftest import CHECKOUT, SOURCE

GROUND = {"site", "platform", "kernel"}
FRAMEWORK_FREE = ("errors.py",)


def floors():
    parser = configparser.ConfigParser()
    parser.read(CHECKOUT / ".importlinter")
    layers = parser["importlinter:contract:floors"]["layers"].split("\n")
    return [room.strip() for layer in layers for room in layer.split("|") if room.strip()]


def test_capability_list_folders_and_floors_name_the_same_rooms():
    folders = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()}
    assert set(capabilities.ROOMS) == folders - GROUND, "Name the room in site/capabilities.py, or remove its folder."
    assert set(floors()) == folders, "Give the room its floor in .importlinter."


def test_the_capability_list_is_in_the_order_of_the_floors():
    assert [room for room in floors() if room not in GROUND] == list(capabilities.ROOMS), (
        "Order ROOMS in site/capabilities.py as in .importlinter, from the top floor down."
    )


def test_every_room_is_an_installed_app_under_its_own_name():
    labels = {config.label for config in apps.get_app_configs()}
    with_apps = {room for room in capabilities.ROOMS if (SOURCE / room / "apps.py").is_file()}
    assert with_apps <= labels, "An app's label is the name of its room: set it in apps.py."


def test_a_front_door_holds_imports_and_all_only():
    wrong = []
    for door in SOURCE.rglob("api.py"):
        body = ast.parse(door.read_text()).body
        allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr)
        wrong += [f"{door.relative_to(SOURCE)}:{node.lineno}" for node in body if not isinstance(node, allowed)]
    assert not wrong, f"Move code out of the front door, into services, queries or domain: {wrong}"


def test_everything_a_door_imports_for_others_is_in_its_all():
    for door in SOURCE.rglob("api.py"):
        body = ast.parse(door.read_text()).body
        listed = [node for node in body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"]
        if not any(isinstance(node, ast.Import | ast.ImportFrom) for node in body):
            continue
        assert listed, f"{door.relative_to(SOURCE)} needs an __all__."
        names = ast.literal_eval(listed[0].value)
        assert sorted(set(names)) == sorted(names), f"{door.relative_to(SOURCE)} lists a name twice."


@pytest.mark.parametrize("file", FRAMEWORK_FREE)
def test_errors_take_nothing_from_django_but_translations(file):
    for path in SOURCE.glob(f"*/{file}"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django"):
                assert node.module == "django.utils.translation", (
                    f"{path.relative_to(SOURCE)}:{node.lineno} may import gettext_lazy from Django and nothing else."
                )


def test_no_model_is_fetched_by_name_outside_migrations():
    wrong = [
        path.relative_to(SOURCE)
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and "apps.get_model(" in path.read_text()
    ]
    assert not wrong, f"Ask the room's api instead of fetching its model: {wrong}"
