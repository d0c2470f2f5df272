"""Rhapsode turns articles into narration that people like to listen to.

The rooms, in the order an article walks through them: `rhapsode.parsing`, `rhapsode.captioning`,
`rhapsode.narration` (the director, assembly, publishing, and the public API), `rhapsode.tts`, `rhapsode.app`.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("rhapsode")
except PackageNotFoundError:  # a source tree on the path, not installed
    __version__ = "0+unknown"

__all__ = ["__version__"]
