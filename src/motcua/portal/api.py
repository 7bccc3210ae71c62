"""The front door of the portal: nothing yet that another room may call."""
