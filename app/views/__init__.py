"""The parts of the preview's page, one module each. They draw and call the studio; they decide nothing."""
