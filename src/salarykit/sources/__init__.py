"""Where rates come from. The only room that may speak to the network; the packaged copy does not."""
