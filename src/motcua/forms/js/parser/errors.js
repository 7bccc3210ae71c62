// The server has already said what is wrong with an expression; here it only has to fail.
export const parseError = (code, message) => new SyntaxError(message);
