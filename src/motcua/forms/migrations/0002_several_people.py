import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids
from motcua.platform.database.row_security import EVERYTHING, PERSON, agency_is, enable_rls, person_is

OWN = f"{person_is('owner_id')} OR (filed_by IS NOT NULL AND {agency_is('receiving_agency_id')})"
# Nothing in the policy of forms_draftparty looks back at forms_draft: a circle would be refused.
SHARED = f"EXISTS (SELECT 1 FROM forms_draftparty p WHERE p.draft_id = forms_draft.id AND p.person_id = {PERSON})"


def draft_rows(using):
    return f"ALTER POLICY forms_draft_rows ON forms_draft USING ({EVERYTHING} OR {using}) WITH CHECK ({EVERYTHING} OR {using})"


OF_OWN = f"EXISTS (SELECT 1 FROM forms_draft WHERE forms_draft.id = draft_id AND ({OWN}))"


def only_for(act, table, whom):
    """One more condition beside those of the table."""
    name, rows = f"{table}_{act.lower()}", "WITH CHECK" if act == "INSERT" else "USING"
    return migrations.RunSQL(
        f"CREATE POLICY {name} ON {table} AS RESTRICTIVE FOR {act} {rows} ({EVERYTHING} OR {whom})",
        f"DROP POLICY {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("forms", "0001_drafts")]

    operations = [
        migrations.CreateModel(
            name="DraftParty",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("owner_id", models.UUIDField()),
                ("party", models.CharField(max_length=60)),
                ("personal_id", models.CharField(max_length=20)),
                ("token_hash", models.CharField(max_length=64)),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("person_id", models.UUIDField(null=True)),
                ("person_name", models.CharField(blank=True, default="", max_length=200)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("agreed_hash", models.CharField(blank=True, default="", max_length=64)),
                ("declined_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=1000)),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="party_rows", to="forms.draft"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("person_id__isnull", False)), fields=["person_id"], name="draft_of_party"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "party"), name="draft_party_once"),
                    models.UniqueConstraint(fields=("token_hash",), name="draft_party_link_once"),
                ],
            },
        ),
        # An owner invites to a draft that is really the own. Who was let in and who agreed, only the system writes.
        migrations.RunSQL(
            [
                "ALTER TABLE forms_draft ADD CONSTRAINT draft_and_owner UNIQUE (id, owner_id)",
                "ALTER TABLE forms_draftparty ADD CONSTRAINT draft_party_of_owner "
                "FOREIGN KEY (draft_id, owner_id) REFERENCES forms_draft (id, owner_id)",
            ],
            [
                "ALTER TABLE forms_draftparty DROP CONSTRAINT draft_party_of_owner",
                "ALTER TABLE forms_draft DROP CONSTRAINT draft_and_owner",
            ],
        ),
        enable_rls(
            "forms_draftparty",
            f"{person_is('owner_id')} OR {person_is('person_id')}",
            f"{person_is('owner_id')} AND person_id IS NULL AND agreed_at IS NULL",
        ),
        migrations.RunSQL(draft_rows(f"{OWN} OR {SHARED}"), draft_rows(OWN)),
        # Who was let in reads, fills in and agrees; the draft, its papers and its invitations are the owner's to
        # change and to throw away.
        only_for("DELETE", "forms_draft", OWN),
        only_for("DELETE", "forms_draftparty", person_is("owner_id")),
        *(only_for(act, "forms_draftpaper", OF_OWN) for act in ("INSERT", "UPDATE", "DELETE")),
    ]
