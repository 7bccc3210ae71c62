"""The front door of platform.calling."""

from motcua.platform.calling.addresses import (
    AddressRefused,
    Resolve,
    Target,
    may_be_called,
    read_address,
    resolved,
)
from motcua.platform.calling.asking import Answer, call

__all__ = ["AddressRefused", "Answer", "Resolve", "Target", "call", "may_be_called", "read_address", "resolved"]
