from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0027_objections_say_whom'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(('candidacy', None), ('staff__isnull', False), _connector='OR'), name='objection_to_a_candidate_names_the_person', violation_error_message='反映人选的须写明是谁'),
        ),
    ]
