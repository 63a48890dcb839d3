"""What comes into the site in files and leaves it in files, each row with an outcome and a reason."""
