"""What the simulator knows: its people, its one client, and how it calls things."""

import hashlib
from dataclasses import dataclass
from datetime import date

LEVELS = {"urn:mo-phong:muc-1": 1, "urn:mo-phong:muc-2": 2}
"""What `acr` says, and the assurance level it stands for."""
CLAIMS = {"personal_id": "citizenPid", "full_name": "fullName", "birth_date": "birthDate", "sex": "gender"}
"""Our names on the left, the simulator's on the right: other words than ours, as with any real eID."""
VALUES = {"Nam": "male", "Nữ": "female"}


@dataclass(frozen=True, slots=True)
class Simulated:
    """Somebody made up. `about`: who they are in the demo, by language."""

    personal_id: str
    full_name: str
    birth_date: date
    sex: str
    about: dict[str, str]

    @property
    def subject(self) -> str:
        """A name that says nothing, the same every time."""
        return hashlib.sha256(f"simulated:{self.personal_id}".encode()).hexdigest()[:24]

    def claims(self) -> dict[str, str]:
        """In the simulator's own words; the day as Vietnamese cards write it."""
        words = {ours: theirs for theirs, ours in VALUES.items()}
        told = {
            "personal_id": self.personal_id,
            "full_name": self.full_name,
            "birth_date": f"{self.birth_date:%d/%m/%Y}",
            "sex": words[self.sex],
        }
        return {CLAIMS[name]: value for name, value in told.items()}


@dataclass(frozen=True, slots=True)
class World:
    """`callbacks`: the addresses to which answers may go, to the letter."""

    issuer: str
    client_id: str
    client_secret: str
    callbacks: tuple[str, ...]
    people: tuple[Simulated, ...]

    def person(self, subject: str) -> Simulated | None:
        return next((one for one in self.people if one.subject == subject), None)
