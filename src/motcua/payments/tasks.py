"""What the worker does for money at set times."""

from motcua.payments.notices import forget_refused
from motcua.payments.services.attempts import ask_again

PERIODIC = {ask_again: 5.0, forget_refused: 3600.0}
