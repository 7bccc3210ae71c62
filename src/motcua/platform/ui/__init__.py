"""The UI kit: one look, one set of components, for citizens, officials and leaders alike."""
