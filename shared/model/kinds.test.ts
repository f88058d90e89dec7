import { describe, expect, it } from 'vitest';
import { groupOf, isKind, kindGroups, kindNames, kinds, sectionsOf } from './kinds.ts';
import { managedKinds } from './rules.ts';

describe('the table of kinds', () => {
  it('names every kind once and gives each a known group', () => {
    expect(Object.keys(kinds)).toEqual([...kindNames]);
    for (const kind of kindNames) expect(kindGroups).toContain(groupOf(kind));
  });

  it.each([...kindNames])('has for %s one class in each section', (kind) => {
    for (const [name, section] of sectionsOf(kind)) {
      const classes = section.fields.map((field) => kinds[kind].fields[field]?.class);
      expect(new Set(classes), `section ${name}`).toEqual(new Set([section.class]));
      expect(section.fields.length).toBeGreaterThan(0);
    }
  });

  it.each([...managedKinds])('lets people delete a %s', (kind) => {
    expect(kinds[kind].fields['deleted']).toMatchObject({ section: 'core', class: 'managed' });
  });

  it('gives presence to exactly the kinds that can be absent', () => {
    for (const kind of kindNames) {
      const hasPresence = sectionsOf(kind).has('presence');
      expect(kinds[kind].absence !== undefined, kind).toBe(hasPresence);
    }
  });

  it('retires nothing before it was orphaned', () => {
    for (const { absence } of Object.values(kinds)) {
      if (absence) expect(absence.retireAfterMs).toBeGreaterThan(absence.orphanAfterMs);
    }
  });

  it('has no field with the name of something every object has', () => {
    for (const { fields } of Object.values(kinds)) {
      for (const name of Object.keys(fields)) expect(name in Object.prototype).toBe(false);
    }
    expect(isKind('toString')).toBe(false);
    expect(isKind('__proto__')).toBe(false);
  });

  it('indexes floor, address and name of the network’s tree: S1.7', () => {
    expect(kinds.switch.fields['floor']?.indexed).toBe(true);
    expect(kinds.source.fields['address']?.indexed).toBe(true);
    for (const kind of ['site', 'floor', 'switch', 'source'] as const)
      expect(kinds[kind].fields['name']?.indexed).toBe(true);
  });
});
