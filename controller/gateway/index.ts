export { Gateway, type GatewayDeps, gatewayApp } from './server.ts';
