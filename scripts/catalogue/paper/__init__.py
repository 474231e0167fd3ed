"""The PDFs: what a fiche and the whole catalogue say on paper, and the typesetter that draws it."""
