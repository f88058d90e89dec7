/** Said of one switch or several that stand on the way and were not asked: of another floor, disabled, or out of view. */
export const LEFT_OUT = 'which this question left out';
