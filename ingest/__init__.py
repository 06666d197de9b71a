"""From text to claims: sources → cleaned text → blocks → mentions → frames and the judge → checked claims → the store."""
