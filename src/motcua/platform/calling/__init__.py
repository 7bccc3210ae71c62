"""The only way out: everything that the product calls over the network is checked and called from here."""
