"""Word and PDF as an office lays them out."""
