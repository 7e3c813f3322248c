"""The app `clinic`."""

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    """Registers `rosette.server.clinic`."""

    name = "rosette.server.clinic"
    label = "clinic"
