"""What only the demo has: its mails, which leave the machine nowhere."""

from blueprints.demo.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
