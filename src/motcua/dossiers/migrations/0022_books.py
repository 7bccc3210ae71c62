"""Papers stand in numbered books, may take the place of others, and are checked by whoever is shown one."""

import motcua.kernel.ids
from django.db import migrations, models
from django.db.models import Q

from motcua.platform.database.row_security import EVERYTHING, agency_is, enable_rls

# What was numbered before stands in its book too: all numbers were written "12/2026".
FILLED = """
ALTER TABLE dossiers_document DISABLE TRIGGER dossiers_document_stays;
UPDATE dossiers_document p SET agency_id = d.receiving_agency_id,
    serial = split_part(p.number, '/', 1)::int, year = split_part(p.number, '/', 2)::smallint
FROM dossiers_dossier d WHERE d.id = p.dossier_id AND p.number ~ '^[0-9]{1,9}/[0-9]{4}$';
ALTER TABLE dossiers_document ENABLE TRIGGER dossiers_document_stays;
"""
# An agency reads its own book without asking dossier by dossier.
OWN_BOOK = (
    f"ALTER POLICY dossiers_document_rows ON dossiers_document USING ({EVERYTHING} OR {agency_is('agency_id')}"
    " OR dossiers_sees(dossier_id))"
)
SEEN = f"ALTER POLICY dossiers_document_rows ON dossiers_document USING ({EVERYTHING} OR dossiers_sees(dossier_id))"
# Whoever holds a paper may learn whether it holds: nothing of the person.
CHECK = """
CREATE VIEW dossiers_paper_check WITH (security_barrier) AS
SELECT p.id, p.kind, p.number, p.title, p.issued_at, p.agency_id, d.code, d.procedure_code, d.version_hash,
    n.number AS newer_number, n.issued_at AS newer_at
FROM dossiers_document p JOIN dossiers_dossier d ON d.id = p.dossier_id
LEFT JOIN dossiers_document n ON n.supersedes_id = p.id
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0021_on_whose_desk")]

    operations = [
        migrations.AddField("document", "agency_id", models.UUIDField(null=True)),
        migrations.AddField("document", "year", models.SmallIntegerField(null=True)),
        migrations.AddField("document", "serial", models.IntegerField(null=True)),
        migrations.AddField("document", "supersedes_id", models.UUIDField(null=True)),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        migrations.AddIndex(
            "document",
            models.Index(fields=["supersedes_id"], name="document_superseding", condition=Q(supersedes_id__isnull=False)),
        ),
        migrations.AddConstraint(
            "document",
            models.UniqueConstraint(fields=["agency_id", "kind", "year", "serial"], name="document_numbered_once"),
        ),
        migrations.RunSQL(OWN_BOOK, SEEN),
        migrations.RunSQL(CHECK, "DROP VIEW dossiers_paper_check"),
        migrations.CreateModel(
            name="NumberFormat",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("agency_id", models.UUIDField(null=True)),
                ("kind", models.CharField(default="", max_length=24)),
                ("pattern", models.CharField(max_length=60)),
                ("valid_from", models.DateField()),
                ("legal", models.CharField(default="", max_length=200)),
            ],
        ),
        migrations.AddConstraint(
            "numberformat",
            models.UniqueConstraint(
                fields=["agency_id", "kind", "valid_from"], name="number_format_once", nulls_distinct=False
            ),
        ),
        migrations.RunSQL(
            [
                "ALTER TABLE dossiers_numberformat ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY dossiers_numberformat_read ON dossiers_numberformat FOR SELECT USING (true)",
                "CREATE POLICY dossiers_numberformat_set ON dossiers_numberformat"
                " USING ((SELECT current_setting('motcua.everything', true) = 'on'))",
            ],
            [
                "DROP POLICY dossiers_numberformat_read ON dossiers_numberformat",
                "DROP POLICY dossiers_numberformat_set ON dossiers_numberformat",
            ],
        ),
        migrations.CreateModel(
            name="BookPrint",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("agency_id", models.UUIDField()),
                ("actor_id", models.UUIDField()),
                ("actor_name", models.CharField(max_length=200)),
                ("book", models.CharField(max_length=24)),
                ("month", models.DateField()),
                ("procedure", models.CharField(default="", max_length=40)),
                ("language", models.CharField(max_length=5)),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("rows", models.IntegerField(default=0)),
                ("error", models.CharField(default="", max_length=60)),
                ("file_id", models.UUIDField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddIndex(
            "bookprint", models.Index(fields=["actor_id", "-asked_at"], name="book_print_of_official")
        ),
        migrations.AddIndex(
            "bookprint", models.Index(fields=["asked_at"], name="book_print_waiting", condition=Q(done_at=None))
        ),
        enable_rls("dossiers_bookprint", agency_is("agency_id")),
    ]
