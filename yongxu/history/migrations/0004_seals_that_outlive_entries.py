"""A seal names the key of its last entry instead of pointing at it, so that an event under a seal can be pruned.

No command made seals before this, so the table is made anew; its triggers with it.
"""

from importlib import import_module

from django.db import migrations, models

refuse_changes = import_module("yongxu.history.migrations.0002_refuse_changes")


def protect_seals(apps, schema_editor):
    refuse_changes.create_table_triggers(schema_editor, "history_seal")


class Migration(migrations.Migration):
    dependencies = [("history", "0003_events")]
    operations = [
        migrations.DeleteModel("Seal"),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed_at", models.DateTimeField(verbose_name="封存時間")),
                ("last_key", models.BigIntegerField(unique=True, verbose_name="最後一筆")),
                ("entry_count", models.PositiveIntegerField(verbose_name="筆數")),
                ("previous_digest", models.CharField(blank=True, max_length=64, verbose_name="前一封存摘要值")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要值")),
            ],
            options={"verbose_name": "封存", "ordering": ["pk"]},
        ),
        migrations.RunPython(protect_seals, migrations.RunPython.noop),
    ]
