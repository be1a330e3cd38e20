"""The gate before a bundle: what is staged is read back and refused if it is unfit."""
