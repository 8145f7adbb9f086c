"""Embargo Watch: sanctions and arms deals in the world's news, as records with evidence."""

__version__ = "0.1.0"
