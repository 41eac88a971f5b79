"""What performance is measured with: goals are ratios of two things measured in turn in one run."""
