/** Every setting of the command line that is no argument of one command. The file is one entry of the context file. */

export const cliKeys = {
  context: {
    type: 'text',
    absent: 'the current one',
    doc: 'Which entry of the context file to use.',
  },
  address: {
    type: 'address',
    defaultPort: 7443,
    absent: 'of the context',
    doc: 'Host and port of the controller.',
  },
  tokenFile: {
    type: 'secretFile',
    absent: 'of the context',
    doc: 'File of mode 0600 with your token.',
  },
  caFile: {
    type: 'path',
    absent: 'of the context',
    doc: 'File with the CA certificate of the controller, PEM.',
  },
  output: {
    type: 'choice',
    choices: ['table', 'wide', 'json', 'yaml', 'name', 'csv'],
    default: 'table',
    doc: 'Form of what is printed.',
  },
  timeout: {
    type: 'duration',
    min: '1ms',
    max: '7d',
    absent: '30s for each call, no limit for waiting',
    doc: 'Give up after this time, with exit code 124.',
  },
  noColor: { type: 'boolean', default: false, doc: 'Print without colours, as NO_COLOR does.' },
  utc: { type: 'boolean', default: false, doc: 'Print times in UTC, in full.' },
  quiet: { type: 'boolean', default: false, doc: 'Print no progress and no notes.' },
} as const;
