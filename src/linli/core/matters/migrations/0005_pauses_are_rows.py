from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0004_first_powers_and_clocks'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='matter',
            name='matters_matter_waiting_has_an_end',
        ),
        migrations.RemoveField(
            model_name='matter',
            name='paused_due_at',
        ),
        migrations.RemoveField(
            model_name='matter',
            name='suspended_at',
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'suspended'), ('suspended_until__isnull', False)), models.Q(models.Q(('state', 'suspended'), _negated=True), ('suspended_until', None)), _connector='OR'), name='matters_matter_waiting_has_an_end'),
        ),
    ]
