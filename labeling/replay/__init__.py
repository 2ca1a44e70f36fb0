"""A recorded campaign, worked through anew over HTTP by the recorded crowd: the proof that the whole house holds."""
