import django.db.models.deletion
from django.db import migrations, models


def fill_council(apps, schema_editor):
    """The council of every cycle there is: above the body that reviews what it reports, else the first one."""
    bodies = {body.pk: body for body in apps.get_model("organizations", "Body").objects.order_by("pk")}
    councils = [body for body in bodies.values() if body.kind == "council"]
    for cycle in apps.get_model("reporting", "Cycle").objects.filter(council=None):
        cycle.council = _council_of(cycle, bodies) or (councils or list(bodies.values()))[0]
        cycle.save(update_fields=["council"])


def _council_of(cycle, bodies):
    for wanted in (f"{cycle.scope}:", f"{cycle.subject}:{cycle.scope}", f"{cycle.subject}:*"):
        for body in bodies.values():
            if any(review == wanted or (wanted.endswith(":") and review.startswith(wanted)) for review in body.reviews):
                while body is not None and body.kind != "council":
                    body = bodies.get(body.parent_id)
                return body
    return None


class Migration(migrations.Migration):

    dependencies = [
        ("organizations", "0004_organization_council"),
        ("reporting", "0004_review_judgements"),
    ]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="council",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cycles", to="organizations.body", verbose_name="永續會"
            ),
        ),
        migrations.RunPython(fill_council, migrations.RunPython.noop),
    ]
