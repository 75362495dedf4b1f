import { expect, it } from 'vitest'

import { parseServerTiming, serverSeconds } from './serverTiming'

it('reads names, durations and descriptions', () => {
  expect(parseServerTiming('queue;dur=0.25, cache;desc="a hit"')).toEqual([
    { name: 'queue', seconds: 0.00025, description: null },
    { name: 'cache', seconds: null, description: 'a hit' },
  ])
})

it('takes the total where there is one, else the sum of the parts', () => {
  expect(serverSeconds(parseServerTiming('total;dur=2, score;dur=1'))).toBeCloseTo(0.002)
  expect(serverSeconds(parseServerTiming('decode;dur=1, score;dur=2'))).toBeCloseTo(0.003)
  expect(serverSeconds([])).toBeNull()
})
