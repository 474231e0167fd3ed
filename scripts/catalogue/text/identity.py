"""What the site says of itself wherever it is read by machines. mkdocs.yml says the same to MkDocs; a test compares."""

NOM = "Leviers d’égalité"
DESCRIPTION = "Des pratiques pour augmenter la part et la place des femmes dans les clauses sociales d’insertion."
LANGUE = "fr"
LICENCE = "Licence Ouverte 2.0"
ADRESSE_LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
