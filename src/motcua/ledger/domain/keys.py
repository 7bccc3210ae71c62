"""The ledger's keys as an operator keeps them."""

import base64


def seeds_of(text: str) -> list[bytes]:
    """Seeds from base64url, separated by commas, the current one first. Raises ValueError."""
    seeds = []
    for each in text.split(","):
        try:
            seed = base64.b64decode(each.strip() + "==", altchars=b"-_")
        except ValueError:
            seed = b""
        if len(seed) != 32:
            raise ValueError("the ledger's key is 32 bytes in base64url")
        seeds.append(seed)
    return seeds
