"""The doors of MkDocs: the plugin, the macros, whole builds, publication, previews, the way out."""
