"""English: every class of writing that is not plain words, one small module each."""
