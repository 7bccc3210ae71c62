"""The testing kit: a real PostgreSQL for every test, met in the application's own role."""
