"""The public API, small and read-only: what machines of others may ask. Its routes stand in `web.routes.api`."""
