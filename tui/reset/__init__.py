"""Takes back what the learner did: plans it, shows it, does it, and touches nothing else."""
