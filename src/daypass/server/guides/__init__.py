"""Guides: the articles people read, where they are shown, and what readers say about them."""
