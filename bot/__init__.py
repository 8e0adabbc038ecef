"""Darkroom: community image generation in moderated, shared channels."""

__version__ = "0.1.0"
