"""Uploads that led nowhere are forgotten."""

from datetime import timedelta

from motcua.kernel import clock
from motcua.platform.files.models import File
from motcua.platform.files.storing import forget_files

KEPT = timedelta(days=7)
SWEEP = 500


def forget_unclaimed() -> int:
    """Forget files that somebody sent a week ago and put into nothing, at most 500 a run; how many. Files of drafts
    have no owner here: their draft decides."""
    over = File.objects.filter(owner_id__isnull=False, claimed=False, created_at__lt=clock.now() - KEPT)
    ids = list(over.order_by("id").values_list("id", flat=True)[:SWEEP])
    forget_files(ids)
    return len(ids)


PERIODIC = {forget_unclaimed: 3600.0}
