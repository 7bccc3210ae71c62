"""The front door of authoring: nothing yet that another room may call."""
