"""Which account an eID's subject is bound to."""

from django.db import models

from motcua.kernel.ids import new_id


class EidBinding(models.Model):
    """An eID's subject stands for one account for ever: (issuer, subject) is the key, whatever else the eID may tell
    later. One account has at most one subject at each issuer, so that a number given to somebody else opens nothing.
    """

    retention = "as long as the account"
    personal_data = "the eID's name for the person"

    id = models.UUIDField(primary_key=True, default=new_id)
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="eids")
    bound_at = models.DateTimeField()

    class Meta:
        db_table = "identity_eidbinding"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="eid_subject_stands_for_one_account"),
            models.UniqueConstraint(fields=["issuer", "account"], name="account_has_one_subject_at_an_issuer"),
        ]
