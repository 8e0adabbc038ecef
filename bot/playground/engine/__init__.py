"""What the stand-ins of all engines share, and what others need of any of them."""
