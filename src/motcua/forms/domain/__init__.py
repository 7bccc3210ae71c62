"""Forms as pure functions: a definition in, questions out; answers in, what is wrong with them out."""
