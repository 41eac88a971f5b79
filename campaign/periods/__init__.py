"""The year as it is collected: when figures may change, who is late."""
