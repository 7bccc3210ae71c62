"""The one PostgreSQL: its embedded cluster, its roles and grants, and transactions that know who acts."""
