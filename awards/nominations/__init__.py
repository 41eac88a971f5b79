"""Who may be proposed and how a dossier is drawn up, with its papers and evidence."""
