"""The staff of a site: invited, given roles, deprived of them. At a tenant's site the tenant's, at the county's the county's."""

from blueprints.staff.views import blueprint

SITES = ("county", "tenant")

__all__ = ["SITES", "blueprint"]
