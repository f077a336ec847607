"""The demo clock's address."""

from django.urls import path

from selection import demo_views

urlpatterns = [path("clock/", demo_views.demo_advance, name="demo_advance")]
