"""The software's version, named in every output."""

__version__ = "0.1.0"
SOFTWARE = f"rosette {__version__}"
