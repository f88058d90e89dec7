/** How networks write things: MAC and IP addresses, ranges, names of ports, and what switches say of themselves. */
export * from './address-key.ts';
export * from './cidr.ts';
export * from './ip.ts';
export * from './mac.ts';
export * from './port-key.ts';
export * from './port-list.ts';
export * from './port-now.ts';
export * from './port-text.ts';
export * from './terminal-text.ts';
