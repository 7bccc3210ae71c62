"""What others hear of dossiers: changes in order, for whoever follows them."""
