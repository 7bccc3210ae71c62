"""Search for this installation: the index in memory, questions to it, what is counted, and words that staff look after."""
