"""The JSON schema of a case, for editors and other programs: `case.schema.json`."""
