"""Campaigns that try to make the package lose, mix up or misstate something.

They call what a user calls: the command, as a process, on a copy of the project; or, where
thousands of tries have to fit into minutes, the same steps in a process of their own. Tests run
short forms.

Run: python -m torture [CAMPAIGN ...]
"""
