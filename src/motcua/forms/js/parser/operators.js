// Stands in for cel-js' operators beside its parser: the parser only needs their names. Their meaning is in cel.mjs.
const names = [
  "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%", "||", "&&", "[]", "?:", ".", "!_", "-_",
  "call", "rcall", "list", "map", "value", "id",
];
export const OPERATORS = Object.fromEntries(names.map((name) => [name, { name }]));
OPERATORS.ternary = OPERATORS["?:"];
OPERATORS.unaryNot = OPERATORS["!_"];
OPERATORS.unaryMinus = OPERATORS["-_"];
OPERATORS.fieldAccess = OPERATORS["."];
OPERATORS.bracketAccess = OPERATORS["[]"];
