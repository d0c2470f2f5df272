"""Voices: the contract, the engines behind it, prosody and word timings. Knows nothing of articles."""
