/** Numbers, dates and durations as the reader's language writes them. The only place for Intl. */

const NUMBER_FORMATS = new Map<string, Intl.NumberFormat>()

function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options)
  let format = NUMBER_FORMATS.get(key)
  if (!format) {
    format = new Intl.NumberFormat(language, options)
    NUMBER_FORMATS.set(key, format)
  }
  return format
}

export interface Formatter {
  integer: (value: number) => string
  /** With up to three significant digits, or all digits of the integer part. */
  number: (value: number) => string
  /** With all the digits that a single-precision number has. */
  exact: (value: number) => string
  compact: (value: number) => string
  /** A share of 0–1 as a percentage, with `digits` decimals, or up to `mostDigits` where needed. */
  percent: (share: number, digits?: number, mostDigits?: number) => string
  /** A probability: neither "0%" nor "100%" for what is not quite so. */
  chance: (share: number) => string
  /** Always with three significant digits, so that figures line up. */
  metric: (value: number) => string
  signed: (value: number) => string
  /** A change as a percentage with its sign. */
  signedPercent: (share: number) => string
  seconds: (seconds: number) => string
  /** A stretch of time in its two largest units, from seconds to days. */
  duration: (seconds: number) => string
  bytes: (bytes: number) => string
  /** With as many digits as a small amount needs. */
  money: (amount: number, currency: string) => string
  dateTime: (iso: string) => string
  date: (iso: string) => string
  /** A day of the calendar, wherever the reader is. */
  day: (iso: string) => string
  /** As `day`, without the year. */
  shortDay: (iso: string) => string
  /** The month of a day of the calendar. */
  month: (iso: string) => string
  time: (iso: string) => string
  /** Minutes after midnight as a time of day. */
  timeOfDay: (minutes: number) => string
}

function formatSeconds(language: string, seconds: number): string {
  if (seconds < 0.001) {
    const format = numberFormat(language, { maximumSignificantDigits: 2 })
    return `${format.format(seconds * 1e6)} µs`
  }
  const [value, unit] = seconds < 1 ? [seconds * 1000, 'ms'] : [seconds, 's']
  return `${numberFormat(language, { maximumSignificantDigits: 3 }).format(value)} ${unit}`
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

function formatDuration(language: string, seconds: number): string {
  if (seconds < 1) return formatSeconds(language, Math.max(seconds, 0))
  let rest = Math.round(seconds)
  const first = UNITS.findIndex(([, length]) => rest >= length)
  const parts = UNITS.slice(first, first + 2).map(([unit, length]) => {
    const count = Math.floor(rest / length)
    rest -= count * length
    return { unit, count }
  })
  return parts
    .filter(({ count }) => count > 0)
    .map(({ unit, count }) =>
      numberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count),
    )
    .join(' ')
}

function formatBytes(language: string, bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${numberFormat(language, { maximumSignificantDigits: 3 }).format(value)} ${units[unit] ?? ''}`
}

function formatNumber(language: string, value: number): string {
  const digits =
    Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }
  return numberFormat(language, digits).format(value)
}

const SMALL_AMOUNT = 0.1
const LARGE_AMOUNT = 1_000_000

function formatMoney(language: string, amount: number, currency: string): string {
  const size = Math.abs(amount)
  const digits: Intl.NumberFormatOptions =
    size > 0 && size < SMALL_AMOUNT
      ? { maximumSignificantDigits: 3 }
      : size >= LARGE_AMOUNT
        ? { notation: 'compact', maximumFractionDigits: 1 }
        : {}
  return numberFormat(language, { style: 'currency', currency, ...digits }).format(amount)
}

const LEAST_CHANCE = 0.001
const FINE_CHANCE = 0.1

function formatChance(language: string, share: number): string {
  const percent = (value: number, digits: number) =>
    numberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(value)
  if (share > 0 && share < LEAST_CHANCE) return `<${percent(LEAST_CHANCE, 1)}`
  if (share < 1 && share > 1 - LEAST_CHANCE) return `>${percent(1 - LEAST_CHANCE, 1)}`
  const fine = share < FINE_CHANCE || share > 1 - FINE_CHANCE
  return percent(share, fine ? 1 : 0)
}

export function formatterFor(language: string): Formatter {
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  const shortDay = new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  })
  const month = new Intl.DateTimeFormat(language, {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' })
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: 'UTC' })
  return {
    integer: (value) => numberFormat(language, { maximumFractionDigits: 0 }).format(value),
    number: (value) => formatNumber(language, value),
    exact: (value) => numberFormat(language, { maximumSignificantDigits: 7 }).format(value),
    compact: (value) =>
      numberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value),
    percent: (share, digits = 0, mostDigits = digits) =>
      numberFormat(language, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: mostDigits,
      }).format(share),
    chance: (share) => formatChance(language, share),
    metric: (value) =>
      numberFormat(language, {
        minimumSignificantDigits: 3,
        maximumSignificantDigits: 3,
      }).format(value),
    signed: (value) =>
      numberFormat(language, { maximumSignificantDigits: 2, signDisplay: 'exceptZero' }).format(
        value,
      ),
    signedPercent: (share) =>
      numberFormat(language, {
        style: 'percent',
        maximumFractionDigits: 1,
        signDisplay: 'exceptZero',
      }).format(share),
    seconds: (seconds) => formatSeconds(language, seconds),
    duration: (seconds) => formatDuration(language, seconds),
    bytes: (bytes) => formatBytes(language, bytes),
    money: (amount, currency) => formatMoney(language, amount, currency),
    dateTime: (iso) => dateTime.format(new Date(iso)),
    date: (iso) => date.format(new Date(iso)),
    day: (iso) => day.format(new Date(iso)),
    shortDay: (iso) => shortDay.format(new Date(iso)),
    month: (iso) => month.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
    timeOfDay: (minutes) => clock.format(new Date(Math.round(minutes) * 60_000)),
  }
}
