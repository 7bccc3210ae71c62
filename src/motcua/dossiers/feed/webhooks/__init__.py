"""Webhooks: changes are sent to an agency's own address, signed, in order, until they have arrived."""
