"""Officials sign in with passkeys: keys that never leave their device, bound to this site, opened by finger, face or PIN."""
