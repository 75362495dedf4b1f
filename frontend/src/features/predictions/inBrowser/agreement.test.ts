import { expect, it } from 'vitest'

import { agreementOf } from './agreement'

it('agrees where no two numbers are further apart than a hundred-thousandth', () => {
  const here = { probability: 0.500004, label: 'late', probabilities: { late: 0.500004 } }
  const server = { probability: 0.5, label: 'late', probabilities: { late: 0.5 } }
  const { agrees, largestDifference } = agreementOf(here, server)
  expect(agrees).toBe(true)
  expect(largestDifference).toBeCloseTo(4e-6, 9)
  expect(agreementOf({ probability: 0.50002 }, { probability: 0.5 }).agrees).toBe(false)
})

it('measures large numbers by their size', () => {
  expect(agreementOf({ value: 1000.005 }, { value: 1000 }).agrees).toBe(true)
  expect(agreementOf({ value: 1000.02 }, { value: 1000 }).agrees).toBe(false)
})

it('does not agree about another label, or where something is missing', () => {
  expect(agreementOf({ label: 'late' }, { label: 'on time' })).toEqual({
    agrees: false,
    largestDifference: Number.POSITIVE_INFINITY,
  })
  expect(agreementOf({ value: 1 }, { value: 1, lower: 0 }).agrees).toBe(false)
})
