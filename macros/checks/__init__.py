"""What a page, a fact and a built site must satisfy."""
