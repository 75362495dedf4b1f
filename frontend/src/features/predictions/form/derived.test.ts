import { expect, it } from 'vitest'

import { field } from '@/testing/models'

import { withDerived } from './derived'
import type { FormField } from './fields'

const airport = (name: string): FormField => ({
  field: field({ name, kind: 'category' }),
  kind: 'airport',
  options: [
    { value: 'JFK', label: {}, latitude: 40.639751, longitude: -73.778925 },
    { value: 'LAX', label: {}, latitude: 33.942536, longitude: -118.408075 },
  ],
  step: null,
  placeholder: {},
  encoder: '',
})
const distance: FormField = {
  ...airport('distance_miles'),
  field: field({ name: 'distance_miles', kind: 'number' }),
  kind: 'number',
}
const groups = [{ title: null, fields: [airport('origin'), airport('destination'), distance] }]
const values = { origin: 'JFK', destination: 'LAX', distance_miles: 1 }

/** The Earth is no sphere: great circles are off by up to half a percent. */
const TIMETABLE_MILES = 2475

it('sets the distance when an airport is chosen, close to that of the timetable', () => {
  const derived = withDerived(groups, values, 'destination').distance_miles
  expect(Math.abs(Number(derived) / TIMETABLE_MILES - 1)).toBeLessThan(0.005)
})

it('leaves a distance that the visitor typed', () => {
  expect(withDerived(groups, values, 'distance_miles')).toBe(values)
})
