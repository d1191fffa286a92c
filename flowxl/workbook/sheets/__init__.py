"""What stands in the cells: for every grid its formulas and, computed by the core, the values they must give."""
