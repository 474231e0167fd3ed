"""The machine: where the project stands, git, files written whole, what the disk refuses."""
