"""Sharing: the records by which a bundle says what it is, how it was made, and that it is whole."""
