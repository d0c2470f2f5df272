"""Image models through transformers. Everything heavy is imported when a model is loaded, not before."""
