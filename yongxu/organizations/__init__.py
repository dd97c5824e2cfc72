"""Agencies and bodies with seats and terms, dated names and predecessors 機關與組織."""
