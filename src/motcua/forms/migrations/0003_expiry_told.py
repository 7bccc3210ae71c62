from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forms", "0002_several_people")]

    operations = [
        migrations.AddField("draft", "expiry_told", models.DateTimeField(null=True)),
    ]
