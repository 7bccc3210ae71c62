"""The acts that can be done on many dossiers at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Act:
    """`role`: whose it is; `key`: pressed after w in the queue; `does`: what the button says; `will`: what happens."""

    role: str
    key: str
    does: Any
    will: Any


ACTS: Mapping[str, Act] = {
    "claim": Act("", "w c", gettext_lazy("Nhận xử lý"), gettext_lazy("Bạn nhận hồ sơ này")),
    "accept": Act("receiver", "w a", gettext_lazy("Tiếp nhận"), gettext_lazy("Tiếp nhận, lập giấy hẹn trả")),
    "return": Act("receiver", "w t", gettext_lazy("Trả kết quả"), gettext_lazy("Ghi nhận đã trả kết quả")),
    "approve": Act("head", "w d", gettext_lazy("Phê duyệt"), gettext_lazy("Phê duyệt và ban hành kết quả")),
    "send_back": Act("head", "w b", gettext_lazy("Trả lại"), gettext_lazy("Trả lại để làm lại")),
    "release": Act("", "w e", gettext_lazy("Để người khác nhận"), gettext_lazy("Hồ sơ chờ người khác nhận")),
}


def offered(actor: Actor) -> tuple[dict[str, str], ...]:
    """The acts that the official may do on many dossiers, for the bar of the queue."""
    mine = [(name, act) for name, act in ACTS.items() if not act.role or act.role in actor.roles]
    return tuple({"action": name, "key": act.key, "does": str(act.does)} for name, act in mine)
