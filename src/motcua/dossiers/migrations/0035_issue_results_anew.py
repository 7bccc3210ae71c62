"""A result may be issued anew, corrected or once more; whoever checks the old paper learns which took its place, and why."""

from django.db import migrations, models
from django.db.models import Q

WAS = """
CREATE OR REPLACE VIEW dossiers_paper_check WITH (security_barrier) AS
SELECT p.id, p.kind, p.number, p.title, p.issued_at, p.agency_id, d.code, d.procedure_code, d.version_hash,
    n.number AS newer_number, n.issued_at AS newer_at{more}
FROM dossiers_document p JOIN dossiers_dossier d ON d.id = p.dossier_id
LEFT JOIN dossiers_document n ON n.supersedes_id = p.id
"""
SAYS_WHY = WAS.format(more=", n.issued_as AS newer_as, n.id AS newer_id, p.issued_as")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0034_only_a_list_empties_a_document")]

    operations = [
        migrations.AddField("document", "issued_as", models.CharField(db_default="", max_length=16)),
        migrations.AddField("dossier", "new_issue", models.JSONField(null=True)),
        migrations.AddIndex(
            "dossier",
            models.Index(fields=["resolving_agency_id", "id"], name="dossier_new_issue", condition=Q(new_issue__isnull=False)),
        ),
        migrations.RunSQL(SAYS_WHY, ["DROP VIEW dossiers_paper_check", WAS.format(more="")]),
    ]
