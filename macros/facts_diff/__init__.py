"""What a change of the facts or the pages changes for readers, before and after, as Markdown."""
