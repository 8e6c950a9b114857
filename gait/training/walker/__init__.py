"""A dressed person in any posture, seen by any camera, whose pelvic tilt is known exactly."""
