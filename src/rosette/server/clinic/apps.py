"""The app `clinic`."""

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    """Registers `rosette.server.clinic`."""

    name = "rosette.server.clinic"
    label = "clinic"

    def ready(self) -> None:
        """The daily work makes the dear parts of the pages."""
        from rosette.server.clinic.parts import warm
        from rosette.server.services.tasks import PREPARED

        if warm not in PREPARED:
            PREPARED.append(warm)
