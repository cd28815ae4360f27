"""Every number: frames and what is computed from them."""
