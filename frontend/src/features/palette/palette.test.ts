import { beforeEach, describe, expect, it } from 'vitest'

import { type Command, grouped, matching } from './commands'
import { recent, remember } from './recent'

const command = (title: string, part: Partial<Command> = {}): Command => ({
  id: title,
  group: 'page',
  title,
  path: '/',
  ...part,
})
const titles = (commands: readonly Command[]) => commands.map(({ title }) => title)

describe('what fits what was typed', () => {
  const all = [
    command('Alerts'),
    command('Predições'),
    command('Flight delay', { detail: 'flight-delay' }),
    command('Delay of trains'),
  ]
  it('is everything before anything is typed', () => {
    expect(matching(all, '  ')).toEqual(all)
  })
  it('holds every word, whatever its case and accents', () => {
    expect(titles(matching(all, 'predicoes'))).toEqual(['Predições'])
    expect(titles(matching(all, 'DELAY fli'))).toEqual(['Flight delay'])
    expect(titles(matching(all, 'flight-delay'))).toEqual(['Flight delay'])
    expect(matching(all, 'delay nothing')).toEqual([])
  })
  it('begins with it first', () => {
    expect(titles(matching(all, 'delay'))).toEqual(['Delay of trains', 'Flight delay'])
  })
  it('comes in groups, of each but a few and nothing twice', () => {
    const recently = command('Alerts', { group: 'recent' })
    const sections = grouped([...all, recently, command('x', { group: 'action' })], 2)
    expect(sections.map(({ group, commands }) => [group, titles(commands)])).toEqual([
      ['recent', ['Alerts']],
      ['page', ['Predições', 'Flight delay']],
      ['action', ['x']],
    ])
  })
})

describe('what is recent', () => {
  beforeEach(() => {
    window.localStorage.clear()
  })
  it('is what one went to last, of each person, newest first and not for ever', () => {
    for (const name of ['a', 'b', 'a', 'c', 'd', 'e', 'f', 'g']) remember('ana', command(name))
    expect(titles(recent('ana'))).toEqual(['g', 'f', 'e', 'd', 'c', 'a'])
    expect(recent('bob')).toEqual([])
  })
  it('holds no actions, and nothing that somebody else wrote', () => {
    remember(null, command('Sign out', { path: undefined }))
    expect(recent(null)).toEqual([])
    window.localStorage.setItem(
      'farol-recent:',
      '[{"id":1},"x",{"id":"a","title":"b","path":"/c"}]',
    )
    expect(titles(recent(null))).toEqual(['b'])
    window.localStorage.setItem('farol-recent:', '{not json')
    expect(recent(null)).toEqual([])
  })
})
