"""Page → Article: what a person would read, or why there is nothing to read. Pure."""

from embargowatch.clean.article import clean, clean_failed
from embargowatch.clean.reading import Reading, read_html

__all__ = ["Reading", "clean", "clean_failed", "read_html"]
