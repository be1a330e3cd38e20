"""Reports: which reports exist, running them, and the pages made from them."""
