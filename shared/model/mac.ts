/** MAC addresses: every vendor's spelling on the way in, one form inside: `00:1b:21:aa:bb:cc`. */

declare const macBrand: unique symbol;
/** Colon form, lower case: `00:1b:21:aa:bb:cc`. */
export type Mac = string & { readonly [macBrand]: true };

const SHAPES = [
  /^[0-9a-f]{12}$/i,
  /^[0-9a-f]{2}(?:([:\- ])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}$/i,
  /^[0-9a-f]{4}([.:-])[0-9a-f]{4}\1[0-9a-f]{4}$/i,
  /^[0-9a-f]{6}[-:.][0-9a-f]{6}$/i,
];

/** Reads any vendor's spelling, with blanks around it; `undefined` when it is not a MAC address. */
export function parseMac(text: string): Mac | undefined {
  if (!isMac(text)) return undefined;
  return macFromHex(text.replace(/[^0-9a-f]/gi, ''));
}

/** Whether `parseMac` reads it; costs no memory, for looking through the words of long tables. */
export function isMac(text: string): boolean {
  const trimmed = text.trim();
  return SHAPES.some((shape) => shape.test(trimmed));
}

/** Twelve hex digits, either case, already checked by the caller. */
export function macFromHex(hex: string): Mac {
  const h = hex.toLowerCase();
  return `${h.slice(0, 2)}:${h.slice(2, 4)}:${h.slice(4, 6)}:${h.slice(6, 8)}:${h.slice(8, 10)}:${h.slice(10, 12)}` as Mac;
}

/** How a platform writes a MAC: `dotted` 0011.2233.4455, `colon`, `dash` 00-11-…, `dash4` 0011-2233-4455, `dash6` 001122-334455. */
export type MacStyle = 'colon' | 'dash' | 'dotted' | 'dash4' | 'dash6' | 'bare';

export function formatMac(mac: Mac, style: MacStyle): string {
  const hex = mac.replaceAll(':', '');
  const groups = (size: number): string[] => hex.match(new RegExp(`.{${size}}`, 'g')) ?? [];
  switch (style) {
    case 'colon':
      return mac;
    case 'bare':
      return hex;
    case 'dash':
      return groups(2).join('-');
    case 'dotted':
      return groups(4).join('.');
    case 'dash4':
      return groups(4).join('-');
    case 'dash6':
      return groups(6).join('-');
  }
}

/** The group bit: such an address is never one endpoint. */
export function isMulticast(mac: Mac): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
}

/** Locally administered: virtual machines and phones with randomised addresses. */
export function isLocallyAdministered(mac: Mac): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 2) === 2;
}

const VIRTUAL_GATEWAYS: readonly (readonly [RegExp, string])[] = [
  [/^00:00:5e:00:01:/, 'VRRP'],
  [/^00:00:5e:00:02:/, 'VRRP IPv6'],
  [/^00:00:0c:07:ac:/, 'HSRP'],
  [/^00:00:0c:9f:f/, 'HSRP version 2'],
  [/^00:05:73:a0:0/, 'HSRP IPv6'],
  [/^00:07:b4:/, 'GLBP'],
  [/^0[23]:bf:/, 'Microsoft NLB'],
];

/** The protocol whose shared address this is, if it is one: such an address is a gateway, not an endpoint. */
export function virtualGateway(mac: Mac): string | undefined {
  return VIRTUAL_GATEWAYS.find(([pattern]) => pattern.test(mac))?.[1];
}

const HYPERVISOR_OUIS: ReadonlySet<string> = new Set([
  // VMware, Hyper-V, QEMU and KVM, Xen, Proxmox, Nutanix, oVirt, OpenStack, VirtualBox, Parallels.
  ...['00:50:56', '00:0c:29', '00:05:69', '00:15:5d', '52:54:00', '00:16:3e', 'bc:24:11', '50:6b:8d'],
  ...['00:1a:4a', 'fa:16:3e', '08:00:27', '00:1c:42'],
]);

/** The maker prefix belongs to a hypervisor: the address is a virtual machine's. */
export function isHypervisorMac(mac: Mac): boolean {
  return HYPERVISOR_OUIS.has(mac.slice(0, 8));
}
