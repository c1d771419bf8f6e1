"""What search engines and browsers ask every site for: robots.txt, sitemap.xml, the icon in the site's own colour."""

from blueprints.site_files.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
