"""Who lives in the demo county? Organisations first, then the people of their rosters."""

from personnel.demo.county import found_the_county
from personnel.demo.people import people_the_county

__all__ = ["found_the_county", "people_the_county"]
