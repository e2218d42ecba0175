"""The planner in a frame on other sites."""
