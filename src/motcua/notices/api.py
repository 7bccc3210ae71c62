"""The front door of the notices room."""

from motcua.notices.inbox import PAGE, count_unread, list_messages, mark_read, tell

__all__ = ["PAGE", "count_unread", "list_messages", "mark_read", "tell"]
