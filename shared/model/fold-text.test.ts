import { describe, expect, it } from 'vitest';
import { addressKey, rangeKeys } from './address-key.ts';
import { foldText, wordsOf } from './fold-text.ts';

describe('foldText', () => {
  it.each([
    ['Sw-01', 'sw-01'],
    ['  two   words\n', 'two words'],
    ['Zürich', 'zurich'],
    ['Zu\u0308rich', 'zurich'],
    ['STRASSE straße', 'strasse strasse'],
    ['İstanbul ısı', 'istanbul isi'],
    ['ｆｕｌｌ ﬁ Ⅳ', 'full fi iv'],
    ['Ærø Łódź', 'aero lodz'],
    ['한국', '한국'],
    ['a\u200bb\u0000c\ud800', 'ab c'],
    ['\u0301 ', ''],
  ])('%j becomes %j, and stays so', (text, folded) => {
    expect(foldText(text)).toBe(folded);
    expect(foldText(folded)).toBe(folded);
  });

  it('gives words of letters and digits', () => {
    expect(wordsOf(foldText('sw-access_01, Büro (3. OG)'))).toEqual([
      'sw',
      'access',
      '01',
      'buro',
      '3',
      'og',
    ]);
  });
});

describe('addressKey', () => {
  it.each([
    ['10.1.2.3', '40a010203'],
    ['::ffff:10.1.2.3', '40a010203'],
    ['10.1.2.3:443', '40a010203'],
    ['2001:DB8::1', '620010db8000000000000000000000001'],
    ['[2001:db8:0:0::1]', '620010db8000000000000000000000001'],
    ['10.1', undefined],
    ['0x7f.1', undefined],
    ['aa:bb:cc:dd:ee:ff', undefined],
    ['host', undefined],
  ])('%s', (text, key) => expect(addressKey(text)).toBe(key));

  it.each([
    ['10.1.2.3/16', { first: '40a010000', last: '40a01ffff' }],
    ['10.1.2.3/32', { first: '40a010203', last: '40a010203' }],
    ['0.0.0.0/0', { first: '400000000', last: '4ffffffff' }],
    ['2001:db8::/32', { first: `620010db8${'0'.repeat(24)}`, last: `620010db8${'f'.repeat(24)}` }],
    ['10.1.2.3', undefined],
    ['10.1.2.3/33', undefined],
    ['lab/2', undefined],
  ])('of a range: %s', (text, keys) => expect(rangeKeys(text)).toEqual(keys));
});
