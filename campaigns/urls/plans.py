"""Addresses of: plans."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
