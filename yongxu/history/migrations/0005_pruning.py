"""On PostgreSQL the trigger lets a transaction that says so delete events of more than six months ago, and nothing else."""

from django.db import migrations

REFUSE = "RAISE EXCEPTION 'the history is append-only' USING ERRCODE = 'integrity_constraint_violation';"
PRUNING = """
IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'history_entry' AND current_setting('yongxu.pruning', true) = 'on' THEN
    IF OLD.subject_type = 'event' AND OLD.at < now() - interval '184 days' THEN RETURN OLD; END IF;
END IF;
"""


def replace_function(schema_editor, body):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION history_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
        )


def allow_pruning(apps, schema_editor):
    replace_function(schema_editor, PRUNING + REFUSE)


def refuse_all(apps, schema_editor):
    replace_function(schema_editor, REFUSE)


class Migration(migrations.Migration):
    dependencies = [("history", "0004_seals_that_outlive_entries")]
    operations = [migrations.RunPython(allow_pruning, refuse_all)]
