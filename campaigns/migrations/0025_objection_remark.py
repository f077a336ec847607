"""What was typed as 处理意见 stays as it was written; the choice beside it is new."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0024_letter_photos'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='objection', name='objection_resolved_with_conclusion'),
        migrations.RenameField(model_name='objection', old_name='disposition', new_name='remark'),
        migrations.AlterField(
            model_name='objection',
            name='remark',
            field=models.CharField(blank=True, max_length=300, verbose_name='处理说明'),
        ),
    ]
