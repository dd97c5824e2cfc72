"""People who sign in, and the named users that only programs act as 帳號."""
