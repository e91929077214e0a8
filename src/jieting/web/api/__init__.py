"""The API for programs: one root, the routers of the apps, errors in words, its own pages."""
