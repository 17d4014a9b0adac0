"""The pages of the reply desk: they draw, and call the workbench and the service."""
