import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('labeling', '0003_quality'),
        ('projects', '0003_withheld'),
    ]

    operations = [
        migrations.CreateModel(
            name='Forecast',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='forecast', serialize=False, to='projects.project')),
                ('stopped', models.JSONField(default=dict)),
                ('open', models.JSONField(default=dict)),
                ('owed', models.PositiveIntegerField(default=0, help_text='Answers to come on records that ask for their own number.')),
                ('seconds', models.JSONField(default=dict)),
                ('hourly', models.JSONField(default=list)),
                ('counted_at', models.DateTimeField()),
            ],
        ),
    ]
