"""The preview for editors: `rhapsode preview`. Knows nothing that the public API does not offer."""
