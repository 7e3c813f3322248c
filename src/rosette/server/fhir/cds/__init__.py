"""CDS Hooks: `patient-view` with the options of a child, for information alone."""
