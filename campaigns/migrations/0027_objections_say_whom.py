"""Whom an objection is about, and who settles it, as its candidate and its letter say."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def say_whom(apps, schema_editor):
    Objection = apps.get_model("campaigns", "Objection")
    Candidacy = apps.get_model("campaigns", "Candidacy")
    whom = Candidacy.objects.filter(pk=OuterRef("candidacy")).order_by().values("staff")
    Objection.objects.update(staff=Subquery(whom))
    above = Objection.objects.filter(letters__addressee="discipline").values_list("pk", flat=True)
    Objection.objects.filter(pk__in=list(above)).update(addressee="discipline")


class Migration(migrations.Migration):

    dependencies = [
        ("campaigns", "0026_investigation"),
    ]

    operations = [migrations.RunPython(say_whom, migrations.RunPython.noop)]
