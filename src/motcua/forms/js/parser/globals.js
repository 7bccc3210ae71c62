// The server refuses CEL's own words as names; a field may well be called "prototype".
export const RESERVED = new Set();
export const isAsync = () => false;
