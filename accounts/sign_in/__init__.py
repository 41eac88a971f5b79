"""The door: whose address asks, how long a name waits, how passwords are kept and looked at."""
