"""What the author wrote: content.toml read, validated and placed, all languages as written."""
