"""A drawing that brings its own colours: for a PDF, where no style sheet of a page reaches it."""

from __future__ import annotations

CSS = (
    "text{font-family:'Libertinus Serif';font-size:12px;fill:#16262e}"
    ".rz-tick{fill:#46565d;font-size:11px}.rz-what{font-size:11px}"
    ".rz-grid{stroke:#dfe4e5;stroke-width:1}.rz-rule{stroke:#c9d1d3;stroke-width:1}"
    ".rz-line{stroke:#173f4f;stroke-width:2;fill:none}.rz-line--tail{stroke-dasharray:6 4}"
    ".rz-limit{stroke:#a3231f;stroke-width:1.2;stroke-dasharray:2 3}.rz-dot{fill:#fff;stroke:#173f4f;stroke-width:2}"
    ".rz-region{fill:#fff;stroke:#173f4f;stroke-width:1.2}.rz-region--1{fill:#cfe3e8}.rz-region--2{fill:#5f97a6}"
    ".rz-region--3{fill:#173f4f}.rz-points--3{fill:#fff}.rz-now{stroke:#a3231f;stroke-dasharray:4 3}"
)


def styled(svg: str) -> str:
    """The same drawing with its colours inside."""
    head, mark, rest = svg.partition(">")
    return f"{head}{mark}<style>{CSS}</style>{rest}"
