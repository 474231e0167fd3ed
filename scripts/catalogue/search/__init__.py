"""What the browser's search reads: the documents, the French analysis, the index files."""
