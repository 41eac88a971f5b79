"""Records of the movement and Funds: what units and bodies do."""
