"""Enterprises and their projects. Points are EPSG:4326, lon/lat; money is in yuan."""

from projects.models.enterprises import Enterprise
from projects.models.places import ProjectChain, ProjectPlanItem
from projects.models.projects import Project

__all__ = ["Enterprise", "Project", "ProjectChain", "ProjectPlanItem"]
