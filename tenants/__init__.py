"""The wall: registry, engines, scope, resolution, provisioning and migrations. The database refuses; this only asks correctly."""
