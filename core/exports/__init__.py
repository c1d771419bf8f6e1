"""Lists that leave the product as files: asked for with a reason, made, fetched by the one who asked, and removed."""
