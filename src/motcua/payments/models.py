"""The tables of money. What is owed and tried changes its state; the books themselves only grow.

Rows are read by their payer and by officials of their agency, and written by the system after a policy has been looked at.
"""

from django.db import models

from motcua.kernel.ids import new_id

FOR_THE_ACCOUNTS = "as long as accounts are kept; nothing here deletes it"


class TreasuryAccount(models.Model):
    """Where money for an agency goes, from one day to another."""

    retention = FOR_THE_ACCOUNTS
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    bank = models.CharField(max_length=40)
    bank_name = models.CharField(max_length=120)
    bin = models.CharField(max_length=6)
    number = models.CharField(max_length=24)
    holder = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bin", "number", "valid_from"], name="treasury_account_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="treasury_account_days",
            ),
        ]


class Obligation(models.Model):
    """What somebody owes for something, by which rule. One at a time for the same thing."""

    retention = FOR_THE_ACCOUNTS
    personal_data = "who owes what for which case"

    id = models.UUIDField(primary_key=True, default=new_id)
    reference_kind = models.CharField(max_length=24)
    reference_id = models.UUIDField()
    reference_code = models.CharField(max_length=40)
    title = models.JSONField()
    rule = models.CharField(max_length=120)
    payer_id = models.UUIDField()
    agency_id = models.UUIDField()
    account = models.ForeignKey(TreasuryAccount, models.PROTECT, null=True)
    amount = models.BigIntegerField()
    lines = models.JSONField()
    bill_code = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=12, default="owed")
    means = models.CharField(max_length=12, default="", blank=True)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="obligation_positive"),
            models.UniqueConstraint(
                fields=["reference_kind", "reference_id"],
                name="obligation_once",
                condition=~models.Q(state="cancelled"),
            ),
        ]
        indexes = [
            models.Index(fields=["payer_id", "-id"], name="obligation_of_payer"),
            models.Index(fields=["agency_id", "-id"], name="obligation_of_agency"),
        ]


class Attempt(models.Model):
    """One try to pay. `next_ask_at`: when the other side is asked again, None: no more."""

    retention = FOR_THE_ACCOUNTS
    personal_data = "ids only"

    id = models.UUIDField(primary_key=True, default=new_id)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="attempt_rows")
    means = models.CharField(max_length=12)
    bank = models.CharField(max_length=40)
    state = models.CharField(max_length=12)
    begun_at = models.DateTimeField()
    asked = models.IntegerField(default=0)
    next_ask_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_ask_at"], name="attempt_to_ask", condition=models.Q(next_ask_at__isnull=False))
        ]


class Credit(models.Model):
    """Money that came in, once for each number that a bank gave it."""

    retention = FOR_THE_ACCOUNTS
    personal_data = "what a payer wrote into the message of a transfer"

    id = models.UUIDField(primary_key=True, default=new_id)
    bank = models.CharField(max_length=40)
    reference = models.CharField(max_length=64)
    account = models.ForeignKey(TreasuryAccount, models.PROTECT)
    agency_id = models.UUIDField()
    amount = models.BigIntegerField()
    message = models.CharField(max_length=255)
    booked_at = models.DateTimeField()
    received_at = models.DateTimeField()
    source = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="credit_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank", "reference"], name="credit_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="credit_positive"),
        ]
        indexes = [
            models.Index(fields=["agency_id", "-id"], name="credit_left", condition=models.Q(state="unknown")),
        ]


class Refund(models.Model):
    """Money to be given back: raised by a rule or by an official, approved by another official."""

    retention = FOR_THE_ACCOUNTS
    personal_data = "ids, and what officials wrote"

    id = models.UUIDField(primary_key=True, default=new_id)
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="refund_rows")
    credit = models.ForeignKey(Credit, models.PROTECT, null=True, related_name="refund_rows")
    agency_id = models.UUIDField()
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=12, default="raised")
    raised_at = models.DateTimeField()
    raised_by_id = models.UUIDField(null=True)
    raised_by = models.CharField(max_length=300)
    decided_by_id = models.UUIDField(null=True)
    decided_by = models.CharField(max_length=300, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_positive"),
            models.CheckConstraint(
                condition=models.Q(raised_by_id__isnull=True)
                | models.Q(decided_by_id__isnull=True)
                | ~models.Q(raised_by_id=models.F("decided_by_id")),
                name="refund_four_eyes",
            ),
        ]
        indexes = [models.Index(fields=["agency_id", "state", "-id"], name="refund_of_agency")]


class Journal(models.Model):
    """One entry of the books: why postings were made. Added and read, never changed; its postings come to nothing."""

    retention = FOR_THE_ACCOUNTS
    personal_data = "ids only"

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    agency_id = models.UUIDField()
    obligation_id = models.UUIDField(null=True)
    credit_id = models.UUIDField(null=True)
    refund_id = models.UUIDField(null=True)
    by = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation_id"], name="settled_once", condition=models.Q(kind="settled")),
            models.UniqueConstraint(fields=["credit_id"], name="came_once", condition=models.Q(kind="came")),
            models.UniqueConstraint(
                fields=["refund_id"], name="given_back_once", condition=models.Q(kind="given_back")
            ),
        ]
        indexes = [models.Index(fields=["agency_id", "-id"], name="journal_of_agency")]


class Posting(models.Model):
    """One line of an entry: đồng to (+) or from (−) an account."""

    retention = FOR_THE_ACCOUNTS
    personal_data = "ids only"

    id = models.UUIDField(primary_key=True, default=new_id)
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="posting_rows")
    account = models.CharField(max_length=60)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="posting_not_nothing")]
        indexes = [models.Index(fields=["account"], name="posting_of_account", include=["amount"])]


class RefusedNotice(models.Model):
    """The copy of what claimed to be a bank and was not believed. Nothing was booked for it."""

    retention = "90 days, and at most a thousand a day for each bank"
    personal_data = "whatever a stranger sent"

    id = models.UUIDField(primary_key=True, default=new_id)
    bank = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    why = models.CharField(max_length=40)
    body = models.BinaryField()
    signature = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["bank", "received_at"], name="refused_notice_of_bank")]


class Assignment(models.Model):
    """Unknown money that somebody says is for an obligation; another one has to agree."""

    retention = FOR_THE_ACCOUNTS
    personal_data = "ids and names of officials"

    id = models.UUIDField(primary_key=True, default=new_id)
    credit = models.ForeignKey(Credit, models.PROTECT)
    obligation = models.ForeignKey(Obligation, models.PROTECT)
    agency_id = models.UUIDField()
    state = models.CharField(max_length=12, default="proposed")
    proposed_at = models.DateTimeField()
    proposed_by_id = models.UUIDField()
    proposed_by = models.CharField(max_length=300)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    decided_by = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credit"], name="assignment_once", condition=models.Q(state="proposed")),
            models.CheckConstraint(
                condition=models.Q(decided_by_id__isnull=True) | ~models.Q(proposed_by_id=models.F("decided_by_id")),
                name="assignment_four_eyes",
            ),
        ]


class Statement(models.Model):
    """What a bank said of an account for some days, and how many lines of it are what. `total`: what its lines come to."""

    retention = FOR_THE_ACCOUNTS
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    bank = models.CharField(max_length=40)
    number = models.CharField(max_length=64)
    account = models.ForeignKey(TreasuryAccount, models.PROTECT)
    agency_id = models.UUIDField()
    taken_at = models.DateTimeField()
    file_hash = models.CharField(max_length=64, default="", blank=True)
    counts = models.JSONField()
    opening = models.BigIntegerField(null=True)
    closing = models.BigIntegerField(null=True)
    total = models.BigIntegerField(default=0)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "-id"], name="statement_of_agency"),
            models.Index(fields=["bank", "file_hash"], name="statement_of_file"),
        ]


class StatementLine(models.Model):
    """One line of a statement and what became of it."""

    retention = FOR_THE_ACCOUNTS
    personal_data = "numbers of transactions"

    id = models.UUIDField(primary_key=True, default=new_id)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="line_rows")
    reference = models.CharField(max_length=64)
    amount = models.BigIntegerField()
    verdict = models.CharField(max_length=16)
    booked_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["reference"], name="statement_line_of_number"),
            models.Index(
                fields=["statement", "verdict"],
                name="statement_line_left",
                condition=~models.Q(verdict="matched"),
            ),
        ]


class NumberRange(models.Model):
    """The numbers that an agency's receipts may bear, from one day to another. `next` is the one that is given next."""

    retention = FOR_THE_ACCOUNTS
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    series = models.CharField(max_length=20)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    next = models.BigIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency_id", "series", "first"], name="number_range_once"),
            models.CheckConstraint(
                condition=models.Q(first__gt=0)
                & models.Q(next__gte=models.F("first"))
                & models.Q(next__lte=models.F("last") + 1),
                name="number_range_holds",
            ),
        ]


class Receipt(models.Model):
    """The number under which money was receipted: one for each obligation that was settled."""

    retention = FOR_THE_ACCOUNTS
    personal_data = "ids only"

    id = models.UUIDField(primary_key=True, default=new_id)
    obligation = models.OneToOneField(Obligation, models.PROTECT, related_name="receipt_row")
    agency_id = models.UUIDField()
    series = models.CharField(max_length=20)
    number = models.BigIntegerField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency_id", "series", "number"], name="receipt_number_once")]
