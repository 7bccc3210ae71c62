"""Every address stands in the matrix of tests/matrix: with what fills it, and, where it is open to all, with a reason."""

from dataclasses import replace

from tests.matrix import doors, endpoints

MISSING = (
    "Say in FILLS of tests/matrix/doors.py what fills these parameters and whose it is; a thing that is new gets its row "
    "in tests/matrix/world.py: {}"
)
OPEN = "If it is right that everybody may open these, add them to PUBLIC of tests/matrix/doors.py with the reason: {}"
UNTOLD = "Describe these in the room's http/describing.py, so that programs and the matrix know of them: {}"


def missing(found: list[endpoints.Endpoint]) -> list[str]:
    return [f"{one.route} ({name})" for one in found for name in one.parameters if not doors.fill(one.route, name)]


def undeclared(found: list[endpoints.Endpoint]) -> list[str]:
    return [one.route or "/" for one in found if one.policy == "public" and one.route not in doors.PUBLIC]


def test_every_address_is_in_the_matrix():
    found = missing(endpoints.everything())
    assert not found, MISSING.format(", ".join(found))


def test_whatever_is_public_says_why():
    found = undeclared(endpoints.everything())
    assert not found, OPEN.format(", ".join(found))


def test_no_reason_is_left_of_an_address_that_is_gone():
    open_now = {one.route for one in endpoints.everything() if one.policy == "public"}
    assert not doors.PUBLIC.keys() - open_now


def test_the_document_knows_every_address_of_the_api():
    described = {(one.methods[0], endpoints.shape(one.route)) for one in endpoints.operations()}
    untold = [f"{method} /{route}" for method, route in endpoints.planes() - described]
    shapes = {route for _method, route in described} | {endpoints.shape(route) for route in doors.UNDESCRIBED}
    untold += sorted(endpoints.api_routes() - shapes)
    assert not untold, UNTOLD.format(", ".join(untold))


def test_a_new_address_that_nobody_added_is_found():
    new = endpoints.Endpoint("desk/<uuid:thing_id>/open", ("GET",), "public")
    assert missing([new]) == ["desk/<uuid:thing_id>/open (thing_id)"]
    assert undeclared([new]) == [new.route]
    assert not undeclared([replace(new, policy="official:")])
