import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("organizations", "0003_names_once_on_both"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="council",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="organizations",
                to="organizations.body",
                verbose_name="所屬永續會",
            ),
        ),
    ]
