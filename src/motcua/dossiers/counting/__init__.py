"""Figures for boards: folded from the changes of dossiers, never counted anew."""
