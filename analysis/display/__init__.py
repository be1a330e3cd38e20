"""Display: words, tables and charts for people, traceable to document and line."""
