from django.db import migrations

from motcua.platform.database.row_security import agency_is, enable_rls

NOBODY = "false"


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_statements")]

    operations = [
        enable_rls("payments_assignment", agency_is("agency_id"), NOBODY),
        enable_rls("payments_statement", agency_is("agency_id"), NOBODY),
        enable_rls(
            "payments_statementline",
            "EXISTS (SELECT 1 FROM payments_statement s WHERE s.id = statement_id)",
            NOBODY,
        ),
        enable_rls("payments_numberrange", agency_is("agency_id"), NOBODY),
        enable_rls(
            "payments_receipt", "EXISTS (SELECT 1 FROM payments_obligation o WHERE o.id = obligation_id)", NOBODY
        ),
    ]
