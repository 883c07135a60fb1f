import { expect, test } from 'vitest'
import { aLaw, muLaw } from './g711.ts'

/** ITU-T G.711 tables 1a and 2a, decoder output values scaled to sixteen bits. */
const known = [
  { law: muLaw, octet: 0x80, sample: 32_124 },
  { law: muLaw, octet: 0x00, sample: -32_124 },
  { law: muLaw, octet: 0xff, sample: 0 },
  { law: muLaw, octet: 0x8f, sample: 16_764 },
  { law: muLaw, octet: 0xef, sample: 132 },
  { law: aLaw, octet: 0xaa, sample: 32_256 },
  { law: aLaw, octet: 0x2a, sample: -32_256 },
  { law: aLaw, octet: 0xd5, sample: 8 },
  { law: aLaw, octet: 0x55, sample: -8 },
]

test.for(known)('octet $octet decodes to $sample', ({ law, octet, sample }) => {
  expect(law.decode[octet]).toBe(sample)
})

test.for([muLaw, aLaw])('every octet survives decode and encode', law => {
  for (let octet = 0; octet < 256; octet += 1) {
    const sample = law.decode[octet] ?? 0
    const back = law.encode[sample & 0xffff] ?? 0
    expect(law.decode[back]).toBe(sample)
  }
})

test.for([muLaw, aLaw])('no sample moves by more than its segment allows', law => {
  const moved: number[] = []
  for (let sample = -32_768; sample < 32_768; sample += 1) {
    const heard = law.decode[law.encode[sample & 0xffff] ?? 0] ?? 0
    if (Math.abs(heard - sample) > Math.max(16, Math.abs(sample) / 16)) moved.push(sample)
  }
  expect(moved).toEqual([])
})

test('silence is the quietest octet of each law', () => {
  expect([muLaw.decode[muLaw.silence], aLaw.decode[aLaw.silence]]).toEqual([0, 8])
})
