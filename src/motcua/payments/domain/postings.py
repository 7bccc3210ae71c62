"""What is written into the books of money: each entry is a set of postings that come to nothing.

Accounts are named `kind:whose`. Debits are positive, credits negative, in đồng.

    bank:<number>, cash:<agency>, card:<agency>   where money lies
    due:<obligation>                              what somebody still owes
    held:<obligation>                             what came in for it and is not used yet
    unknown:<number>                              what came in and says not for what
    refunds:<agency>                              what has to be given back
    fees:<agency>                                 what the budget is entitled to
"""

from uuid import UUID

Posting = tuple[str, int]
Postings = tuple[Posting, ...]


def raised(obligation: UUID, agency: UUID, amount: int) -> Postings:
    """Somebody owes it from now on."""
    return _moved(amount, to=f"due:{obligation}", source=f"fees:{agency}")


def cancelled(obligation: UUID, agency: UUID, amount: int) -> Postings:
    """Nobody owes it any more."""
    return _moved(amount, to=f"fees:{agency}", source=f"due:{obligation}")


def came(where: str, amount: int, obligation: UUID | None, number: str) -> Postings:
    """Money came in, for an obligation or for nothing that is known."""
    return _moved(amount, to=where, source=f"held:{obligation}" if obligation else f"unknown:{number}")


def assigned(obligation: UUID, number: str, amount: int) -> Postings:
    """People found out what unknown money was for."""
    return _moved(amount, to=f"unknown:{number}", source=f"held:{obligation}")


def settled(obligation: UUID, amount: int) -> Postings:
    """What was held pays what is due."""
    return _moved(amount, to=f"held:{obligation}", source=f"due:{obligation}")


def to_give_back(agency: UUID, amount: int, obligation: UUID | None, number: str) -> Postings:
    """Money in hand that is nobody's fee."""
    return _moved(amount, to=f"held:{obligation}" if obligation else f"unknown:{number}", source=f"refunds:{agency}")


def fee_to_give_back(agency: UUID, amount: int) -> Postings:
    """A fee that was paid rightly and is given back all the same."""
    return _moved(amount, to=f"fees:{agency}", source=f"refunds:{agency}")


def kept(agency: UUID, amount: int, obligation: UUID | None, number: str) -> Postings:
    """A refund was refused: the money lies where it lay before."""
    return _moved(amount, to=f"refunds:{agency}", source=f"held:{obligation}" if obligation else f"unknown:{number}")


def given_back(agency: UUID, where: str, amount: int) -> Postings:
    """A refund left the account."""
    return _moved(amount, to=f"refunds:{agency}", source=where)


def _moved(amount: int, *, to: str, source: str) -> Postings:
    if amount <= 0 or type(amount) is not int:
        raise ValueError("a posting moves a whole number of đồng, at least one")
    return ((to, amount), (source, -amount))
