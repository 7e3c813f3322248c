"""What persons do: every act is atomic, named, asked of the policy, audited in its transaction."""
