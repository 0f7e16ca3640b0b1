"""Maps drawn by Folium without the internet, under a strict content security policy."""
