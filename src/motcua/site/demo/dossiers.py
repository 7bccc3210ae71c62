"""Some months of dossiers."""


def load() -> None:
    """Nothing yet."""
