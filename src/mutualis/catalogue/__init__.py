"""The catalogue of metadata: from declarations to what people read and machines harvest."""
