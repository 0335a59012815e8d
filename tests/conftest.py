"""For all tests: a busy machine is no failure, so hypothesis sets no deadline on single examples."""

from hypothesis import settings

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")
