"""Two runs compared: what was put in, what came out, and which of it matters most."""
