"""The people of the network: their accounts, how they sign in, what they know."""
