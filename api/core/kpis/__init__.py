"""The numbers of the executive dashboard: a catalogue, each over figures by day that add up."""
