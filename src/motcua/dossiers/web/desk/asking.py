"""What an official asks to see, as an address and back."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from motcua.dossiers.contracts import Channel, QueueFilter, State
from motcua.dossiers.queue_apart import APART, PUSHED

WHOSE = ("mine", "free")
DUE = ("near", "late")
LONGEST = 80
LONGEST_SOURCE = 200


def read_filter(sent: Mapping[str, str]) -> QueueFilter:
    """From the address; what is no word of ours is left out."""
    whose, colleague = _whose(sent.get("who", ""))
    only = sent.get("only", "") if sent.get("only", "") in APART else ""
    state, channel, due = sent.get("state", ""), sent.get("channel", ""), sent.get("due", "")
    return QueueFilter(
        state=State(state) if state in set(State) else None,
        whose=whose,
        colleague=colleague,
        procedure=_code(sent.get("procedure", "")),
        channel=Channel(channel) if channel in set(Channel) else None,
        due=due if due in DUE else "",
        search=sent.get("q", "").strip()[:LONGEST],
        asked=sent.get("asked") == "1",
        unrouted=sent.get("unrouted") == "1",
        only=only,
        source=sent.get("source", "").strip()[:LONGEST_SOURCE] if only == PUSHED else "",
    )


def query_of(asked: QueueFilter) -> str:
    """As in an address: `?state=…&q=…`, or nothing."""
    written = urlencode({key: value for key, value in named(asked).items() if value})
    return f"?{written}" if written else ""


def named(asked: QueueFilter) -> dict[str, str]:
    """By the names of the address, empty ones too."""
    return {
        "who": str(asked.colleague) if asked.whose == "colleague" and asked.colleague else asked.whose,
        "state": asked.state.value if asked.state else "",
        "procedure": asked.procedure,
        "channel": asked.channel.value if asked.channel else "",
        "due": asked.due,
        "q": asked.search,
        "asked": "1" if asked.asked else "",
        "unrouted": "1" if asked.unrouted else "",
        "only": asked.only,
        "source": asked.source,
    }


def _whose(said: str) -> tuple[str, UUID | None]:
    if said in WHOSE:
        return said, None
    try:
        return "colleague", UUID(said)
    except ValueError:
        return "", None


def _code(said: str) -> str:
    return said if len(said) <= 40 and said.isascii() and said.isprintable() else ""
