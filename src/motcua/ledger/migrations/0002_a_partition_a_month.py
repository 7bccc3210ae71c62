"""Entries lie in a table of their own for each month."""

from django.db import migrations

from motcua.platform.database.partitioning import partition_by_id


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [partition_by_id("ledger_entry")]
