"""What a practice is, and its file: the model, the YAML reader, the YAML writer, edits in place."""
