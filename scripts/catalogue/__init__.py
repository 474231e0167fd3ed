"""Checks the practice records of Leviers d'égalité and renders them into pages."""
