"""Source: documents and raw rows exactly as printed, and the proof that they agree."""
