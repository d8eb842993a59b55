"""Readers and writers of file formats: bytes in, domain data out."""
