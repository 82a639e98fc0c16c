"""收材料: papers that come in, and the type each one is of."""
