"""The files people ask for, made of one finished page and its notebook, run once."""
