"""AI Horde: volunteers' machines, by one queue."""
