"""Pictures: what they are, where their files lie and in which sizes they are served."""
