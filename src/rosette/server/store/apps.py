"""The app `store`."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Registers `rosette.server.store`."""

    name = "rosette.server.store"
    label = "store"
