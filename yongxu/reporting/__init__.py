"""Where published facts come from: publications now, reporting cycles and review chains later 填報."""
