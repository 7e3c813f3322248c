"""The web system: config, accounts, store, services, clinic pages and the API; everything Django lives here."""
