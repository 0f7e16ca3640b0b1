"""Records from workbooks, CSV files and GeoPackages, and back into them."""
