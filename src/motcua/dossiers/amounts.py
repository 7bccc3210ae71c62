"""Amounts of time as people say them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.catalogue.contracts import TimeUnit


def say_amount(amount: int, unit: str) -> str:
    """As in "5 ngày làm việc"."""
    said = {
        TimeUnit.HOUR: ngettext("%(n)d giờ làm việc", "%(n)d giờ làm việc", amount),
        TimeUnit.DAY: ngettext("%(n)d ngày", "%(n)d ngày", amount),
        TimeUnit.WORKING_DAY: ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", amount),
        TimeUnit.MONTH: ngettext("%(n)d tháng", "%(n)d tháng", amount),
    }
    return said[TimeUnit(unit)] % {"n": amount}


def say_unit(unit: str) -> str:
    """As in "ngày làm việc"."""
    said = {
        TimeUnit.HOUR: _("giờ làm việc"),
        TimeUnit.DAY: _("ngày"),
        TimeUnit.WORKING_DAY: _("ngày làm việc"),
        TimeUnit.MONTH: _("tháng"),
    }
    return said[TimeUnit(unit)]
