"""Sources into Articles: HTML, Markdown, plain text and feeds. Knows nothing of speech."""
