"""The Council: its sessions, who stands aside, votes, results, public comment."""
