"""What right and wrong answers are worth to the business, against doing nothing."""
