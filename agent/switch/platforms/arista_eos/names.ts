import { INTERFACE_NAMES, type NameTable, portNames } from '../../parse/index.ts';

const EOS_NAMES: NameTable = [
  ['Management', 'Ma'],
  ['Port-Channel', 'Po'],
  ['Vxlan', 'Vx'],
  ['Recirc-Channel', 'Re'],
  ['UnconnectedEthernet', 'Un'],
  ...INTERFACE_NAMES.filter(([long]) => long !== 'Port-channel'),
];

const plain: (text: string) => string = portNames(EOS_NAMES);

/** `Ethernet1/1` and `et 1/1` to `Et1/1`. The ports of an MLAG peer come as `PeerEthernet1`, `PEt1`; they stay the peer's. */
export function eosPortName(text: string): string {
  const peer = /^P(?:eer)?(?=[A-Z])(?!o(?:\d|rt))/.exec(text.trim())?.[0] ?? '';
  return peer === '' ? plain(text) : `P${plain(text.trim().slice(peer.length))}`;
}
