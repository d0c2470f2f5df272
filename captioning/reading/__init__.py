"""Reading pictures: the words in them, and what charts, screenshots and quote cards say with them."""
