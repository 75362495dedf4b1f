import { describe, expect, it } from 'vitest'

import { BrokenLink, fragmentOf, LONGEST_FRAGMENT, type Shared, sharedIn } from './link'

const flight = { carrier: 'DL', wind: 60.5, note: 'é — “ok” & 100%', gap: null }

async function thereAndBack(shared: Shared): Promise<Shared | null> {
  return sharedIn((await fragmentOf(shared)) ?? '')
}

describe('a link', () => {
  it.each([true, false])('brings back the row as it was (pinned: %s)', async (pinned) => {
    const shared: Shared = { kind: 'row', row: flight, version: 3, pinned }
    expect(await thereAndBack(shared)).toEqual(shared)
  })

  it('brings back a held-out row by its number alone', async () => {
    const shared: Shared = { kind: 'heldOut', version: 2, number: 0 }
    expect(await fragmentOf(shared)).toBe('version=2&held-out=0')
    expect(await thereAndBack(shared)).toEqual(shared)
  })

  it('holds a drawn digit, and says so where a row is too large', async () => {
    const image = Array.from({ length: 28 }, (_, y) =>
      Array.from({ length: 28 }, (_, x) => (Math.hypot(x - 14, y - 14) < 6 ? (x * y) % 256 : 0)),
    )
    const drawn: Shared = { kind: 'row', row: { image }, version: 1, pinned: false }
    const fragment = (await fragmentOf(drawn)) ?? ''
    expect(fragment.length).toBeGreaterThan(0)
    expect(fragment.length).toBeLessThan(1_000)
    expect(await sharedIn(fragment)).toEqual(drawn)
    let state = 1
    const noise = Array.from({ length: 20_000 }, () => (state = (state * 48_271) % 2_147_483_647))
    const large: Shared = { kind: 'row', row: { noise }, version: 1, pinned: false }
    expect(await fragmentOf(large)).toBeNull()
  })

  it('is safe to put behind the # of an address', async () => {
    const fragment = await fragmentOf({ kind: 'row', row: flight, version: 1, pinned: true })
    expect(fragment).toMatch(/^[A-Za-z0-9=&_-]+$/)
  })

  it.each(['', 'main', 'tab=quality', 'version=1'])('is not seen in “%s”', async (fragment) => {
    expect(await sharedIn(fragment)).toBeNull()
  })

  it.each([
    'row=abc',
    'row=abc&version=1',
    'version=0&held-out=1',
    'version=1&held-out=-1',
    'version=x&held-out=1',
    `version=1&row=${'A'.repeat(LONGEST_FRAGMENT + 1)}`,
  ])('that was cut or changed is refused: %.40s', async (fragment) => {
    await expect(sharedIn(fragment)).rejects.toBeInstanceOf(BrokenLink)
  })

  it('that holds something else than a row is refused', async () => {
    for (const value of [[1], 'text', 5]) {
      const fragment = await fragmentOf({
        kind: 'row',
        row: value as unknown as Record<string, unknown>,
        version: 1,
        pinned: false,
      })
      await expect(sharedIn(fragment ?? '')).rejects.toBeInstanceOf(BrokenLink)
    }
  })

  it('cut anywhere is refused or another row, and never an unhandled fault', async () => {
    const fragment = (await fragmentOf({
      kind: 'row',
      row: flight,
      version: 1,
      pinned: false,
    })) as string
    for (let length = fragment.indexOf('row=') + 4; length < fragment.length; length += 7) {
      await expect(sharedIn(fragment.slice(0, length))).rejects.toBeInstanceOf(BrokenLink)
    }
  })
})
