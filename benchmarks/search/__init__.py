"""How well and how fast the search finds: quality on both halves of the queries, times in the service and over HTTP."""
