"""People who sign in through a national eID that speaks OpenID Connect: our own relying party."""
