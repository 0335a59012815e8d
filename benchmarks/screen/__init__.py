"""Measures remote control against noVNC in the same run, from the moment a program has painted to the pixel on the viewer's canvas.

A painter plays cases on an Xvfb of 1920 × 1080; the real server, host and console show them in real Chromium, and then TigerVNC and
noVNC do. Hooks in the page note draws in the same way for both; the product has no code for it. `make bench-screen` runs it all.
"""
