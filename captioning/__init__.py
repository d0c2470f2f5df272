"""What is said for each picture of an Article, and why. Knows nothing of audio."""
