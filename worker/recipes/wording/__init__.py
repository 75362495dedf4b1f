"""What the recipes say to people, in English and Brazilian Portuguese."""
