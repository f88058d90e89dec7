/** How networks write things: MAC and IP addresses, ranges, names of ports. */
export * from './address-key.ts';
export * from './cidr.ts';
export * from './ip.ts';
export * from './mac.ts';
export * from './port-list.ts';
export * from './port-text.ts';
