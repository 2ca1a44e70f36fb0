from django.db import migrations

# Dealing rewrites a record's row three times or more: leave room beside it so that this stays in the page, and
# vacuum by the number of changes, not by the share of the table. Measured in docs/performance.md.
TUNED = """ALTER TABLE projects_record SET (
    fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000)"""
PLAIN = """ALTER TABLE projects_record RESET (
    fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,
    autovacuum_vacuum_cost_delay, autovacuum_analyze_scale_factor, autovacuum_analyze_threshold)"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [migrations.RunSQL(TUNED, PLAIN)]
