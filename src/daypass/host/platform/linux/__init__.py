"""X11, for development, tests and the demo. Customers use Windows."""
