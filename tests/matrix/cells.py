"""One cell: a role asks for an address of a side's things. What must come back, and asking for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from tests.hostile.wire import FORM, Answer, call, form
from tests.matrix.doors import ASKED, fill
from tests.matrix.endpoints import Endpoint
from tests.matrix.world import Role, World

REFUSED = {401, 403, 404, 405}
# Whatever the role, these see the same: a few are enough where the address names nothing.
FEW = ("nobody", "third person", "here.receiver", "there.citizen")


@dataclass(frozen=True)
class Cell:
    """`own`: all things named are of the role's own side and its business. `sides`: whose things the address names."""

    endpoint: Endpoint
    method: str
    role: Role
    address: str
    sides: tuple[str, ...]
    own: bool

    def __str__(self) -> str:
        whose = " with ".join(dict.fromkeys(self.sides)) or "no side"
        return f"{self.method} {self.address} as {self.role.name} ({whose}; {self.endpoint.policy})"

    def ask(self) -> Answer:
        endpoint, browser = self.endpoint, self.role.browser
        if self.method == "GET":
            return call(browser, "GET", self.address)
        if endpoint.is_api:
            headers = {"Idempotency-Key": f"matrix-{self.role.name.replace(' ', '-')}"}
            return call(
                browser,
                self.method,
                self.address,
                endpoint.example,
                content_type=endpoint.content_type,
                headers=headers,
            )
        return call(browser, "POST", self.address, form(expected_version=1, revision=1, reason="x"), content_type=FORM)

    @property
    def is_nobody(self) -> bool:
        """On pages a program is nobody: a token opens no page."""
        return self.role.actor is None or not (self.role.pages or self.endpoint.is_api)

    @property
    def may_enter(self) -> bool:
        """What the view's own policy says of this role, whatever the thing is."""
        policy, actor = self.endpoint.policy, self.role.actor
        if policy == "public":
            return True
        if self.is_nobody or actor is None:
            return False
        if policy == "token":
            return True
        roles = set() if self.role.name == "leaver" else set(actor.roles)
        if policy == "signed_in":
            return True
        if policy == "citizen":
            return actor.is_person
        wanted = set(filter(None, policy.removeprefix("official:").split(",")))
        return actor.is_official and (not wanted or bool(wanted & roles))

    @property
    def must_be_refused(self) -> bool:
        return self.endpoint.policy != "public" and not (self.may_enter and self.own)

    def is_refused(self, answer: Answer) -> bool:
        """Refused by its status, or sent to sign in. Somebody who is signed in may also be sent to another page: that
        gave nothing away, and `World.facts` tells that nothing was done."""
        if answer.status in REFUSED:
            return True
        where = answer.headers.get("location", "")
        to_sign_in = where.startswith(("/sign-in?", "/session-expired?"))
        return not self.endpoint.is_api and answer.status == 302 and (to_sign_in or not self.is_nobody)

    def given_away(self, world: World, answer: Answer) -> list[str]:
        """Secrets of sides that are not the role's, in the body or the headers; codes too, where none was named."""
        read = answer.text + str(answer.headers)
        return [
            secret
            for side in world.sides.values()
            if side.name != self.role.side or self.is_nobody
            for secret in (
                *side.secrets,
                *([] if self.sides or self.endpoint.policy == "public" else [side.values["code"]]),
            )
            if secret in read
        ]


def cells(world: World, endpoint: Endpoint) -> Iterator[Cell]:
    """Every role, every method, every mixture of things in the address."""
    fills = {parameter: fill(endpoint.route, parameter) for parameter in endpoint.parameters}
    of_sides = [parameter for parameter, filled in fills.items() if filled and not filled[0].startswith("=")]
    plain = endpoint.policy == "public" and not of_sides
    roles = [role for role in world.roles if role.name in FEW] if plain else world.roles
    for role, method in product(roles, endpoint.methods[:1] if plain else endpoint.methods):
        for chosen in _mixtures(len(of_sides)):
            sides = dict(zip(of_sides, chosen, strict=True))
            values = {
                parameter: what[1:] if what.startswith("=") else world.sides[sides[parameter]].values[what]
                for parameter, filled in fills.items()
                if filled
                for what in [filled[0]]
            }
            own = (
                all(
                    owners is None or (role.side == sides[parameter] and role.kind in owners)
                    for parameter, filled in fills.items()
                    if filled and parameter in sides
                    for owners in [filled[1]]
                )
                and len(set(chosen)) <= 1
            )
            address = endpoint.address(values)
            cell = Cell(endpoint, method, role, address, chosen, own)
            if method == "GET" or cell.may_enter or role.name in FEW:  # the view's decorator is the same for both
                yield cell
        if not of_sides and method == "GET" and endpoint.policy != "public" and role.side != "here":
            here = world.sides["here"]
            asked = ASKED.format(agency=here.agency.id, **here.values)
            yield Cell(endpoint, method, role, f"{endpoint.address(values)}?{asked}", ("here",), own=True)


def _mixtures(things: int) -> list[tuple[str, ...]]:
    """Things of the one side, which are foreign to all roles of the other; and where an address names several, one of
    either side. The sides are alike, so the mirror image would tell nothing more."""
    if things < 2:
        return [("here",) * things]
    return [("here",) * things, ("here", *("there",) * (things - 1)), ("there", *("here",) * (things - 1))]
