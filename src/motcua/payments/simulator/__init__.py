"""A bank that does not exist, for the demo and for tests: a process of its own that knows nothing of the product's database.

It plays the page of a bank's app, keeps a book of credits in a file of its own, tells of them by signed notices, answers when
it is asked, and does all the things wrong that it is told to.
"""
