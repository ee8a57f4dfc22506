"""What every web app of the house serves alike: the style and the icon, the address of a file, the strict headers."""
