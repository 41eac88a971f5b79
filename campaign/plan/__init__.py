"""Plans: which one a page means, drafts written in the browser, versions in force."""
