"""The self-hosted server: API, console, customer pages, mail, relay."""
