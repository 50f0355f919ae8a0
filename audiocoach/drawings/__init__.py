"""Line drawings of exercises: poses of one body, as SVG and as pixels."""
