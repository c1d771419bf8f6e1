"""What runs MIA: servers for one machine, gunicorn, nginx, systemd, backup."""
