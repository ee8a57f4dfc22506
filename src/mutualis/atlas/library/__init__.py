"""The catalogue for the public: search, a page for each thing, persistent identifiers, and the same for machines."""
