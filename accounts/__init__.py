"""Who: users, workspaces, their members, invitations and API tokens."""
