"""The demonstration: real units and published figures; everything else made up, and says so."""
