"""Official forms filled from figures, as workbooks; the merged report."""
