"""The first catalogue: everyday procedures that we typed as facts, so that a new installation is never empty."""
