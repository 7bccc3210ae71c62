"""The public JSON API as one thing: every room's part of it in one document, and a page that people can read."""
