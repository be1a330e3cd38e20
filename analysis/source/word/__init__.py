"""Word: a .docx document as numbered printed lines, and the tables that they stand in.

What comes from outside is hostile until it is read: nothing is followed, run or unpacked beyond
a limit, and what cannot be read is refused by name.
"""
