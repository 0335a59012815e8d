"""People who sign in: companies, technicians, the first owner by a one-time link."""
