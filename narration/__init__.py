"""The director, assembly, publishing, and the public API of Rhapsode."""
