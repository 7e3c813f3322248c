"""Trial designs as drawings: paths, the course of a trial, characteristics, decisions, accrual, what is known, designs
side by side. Each has a table that says the same; levels may be named, else they are numbered."""

from rosette.documents.drawings.designs.accrual import accrual_svg, accrual_table, suspended_table
from rosette.documents.drawings.designs.characteristics import characteristics_svg, characteristics_table
from rosette.documents.drawings.designs.comparison import comparison_svg, comparison_table
from rosette.documents.drawings.designs.course import course_svg, course_table
from rosette.documents.drawings.designs.decisions import (
    decisions_head,
    decisions_svg,
    decisions_table,
    supposed_words,
)
from rosette.documents.drawings.designs.levels import level_names
from rosette.documents.drawings.designs.paths import paths_svg, paths_table
from rosette.documents.drawings.designs.posterior import posterior_svg, posterior_table
from rosette.documents.drawings.designs.standalone import standalone

__all__ = [
    "accrual_svg",
    "accrual_table",
    "characteristics_svg",
    "characteristics_table",
    "comparison_svg",
    "comparison_table",
    "course_svg",
    "course_table",
    "decisions_head",
    "decisions_svg",
    "decisions_table",
    "level_names",
    "paths_svg",
    "paths_table",
    "posterior_svg",
    "posterior_table",
    "standalone",
    "supposed_words",
    "suspended_table",
]
