"""What a company holds: plan, seats, and the slots that make its limits exact."""
