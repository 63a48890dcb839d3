"""Users, roles, passwords, sessions, permissions and the audit trail."""
