"""How does a paper's template get at the bars of a table? ``{% with drawing=table|drawing %}``."""

from django import template

from reporting import charts

register = template.Library()
register.filter("drawing", charts.drawing)
