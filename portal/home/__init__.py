"""The first page of a visitor and of a member, and the pages that explain the network."""
