import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("reporting", "0005_cycle_council"),
    ]

    operations = [
        migrations.AlterField(
            model_name="cycle",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cycles", to="organizations.body", verbose_name="永續會"
            ),
        ),
    ]
