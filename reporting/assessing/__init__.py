"""How is an assessment (一报告两评议) prepared, held and told of?"""

from reporting.assessing.figures import summary

__all__ = ["summary"]
