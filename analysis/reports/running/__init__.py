"""Running: what would run and why, running it here or elsewhere, keeping what came of it."""
