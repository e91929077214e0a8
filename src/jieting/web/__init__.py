"""What every page shares: base templates, components, assets, error pages, live streams."""
