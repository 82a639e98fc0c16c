"""Forms rendered from their declarations: editors per field kind and the record page."""
