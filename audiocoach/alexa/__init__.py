"""An Alexa skill that plays sessions: what is put up on AWS, and what makes it."""
