/** Text as people write and read it: folded for search, times, and lines to be typed in a shell. */
export * from './agent-command.ts';
export * from './fold-text.ts';
export * from './shell-word.ts';
export * from './time-text.ts';
