export { gatewayHandler } from './app.ts';
