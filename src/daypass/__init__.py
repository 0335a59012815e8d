"""Daypass: a technician's pass to one Windows PC for one day, end-to-end encrypted, gone afterwards."""

__version__ = "0.1.0"
