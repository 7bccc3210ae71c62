"""The front door of the agencies room."""
