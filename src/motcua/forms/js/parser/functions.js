// Unsigned numbers are no part of our subset.
export class UnsignedInt {
  constructor() {
    throw new SyntaxError();
  }
}
