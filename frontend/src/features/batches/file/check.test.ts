import { describe, expect, it } from 'vitest'

import { field } from '@/testing/models'

import { checkCsv, checkNdjson, type FileCheck } from './check'
import { csvLine, parseCsv, UnclosedQuote } from './csv'
import { templateCsv } from './template'

const FIELDS = [
  field({ name: 'carrier', kind: 'category', choices: ['AA', 'DL'] }),
  field({ name: 'wind', kind: 'number', minimum: 0, maximum: 100 }),
  field({ name: 'seats', kind: 'integer', nullable: true }),
  field({ name: 'holiday', kind: 'boolean', default: false }),
]
const HEADER = 'carrier,wind,seats,holiday\n'

const bytes = (text: string) => new TextEncoder().encode(text).buffer
const check = (text: string): FileCheck => checkCsv(bytes(text), FIELDS)

describe('reading CSV', () => {
  it('takes quotes, ends of lines inside them, and empty lines as the standard says', () => {
    const { columns, records } = parseCsv('a,b\r\n"x ""y""","1\n2"\r\n\r\n3,\r\n', ['a', 'b'])
    expect(columns).toEqual(['a', 'b'])
    expect(records).toEqual([
      { line: 3, cells: ['x "y"', '1\n2'] },
      { line: 5, cells: ['3', ''] },
    ])
  })

  it('finds the delimiter that names most fields', () => {
    expect(parseCsv('a;b,c;d\n1;2;3', ['a', 'd']).records[0]?.cells).toEqual(['1', '2', '3'])
    expect(parseCsv('"a"\t"b"\n1\t2', ['a', 'b']).delimiter).toBe('\t')
  })

  it('says where a quotation mark is never closed', () => {
    expect(() => parseCsv('a\n1\n"2\n3', ['a'])).toThrow(UnclosedQuote)
    expect(check(`${HEADER}AA,1,1,1\n"AA,1,1,1\n`).problem).toEqual({ kind: 'quote', line: 3 })
  })

  it('writes what it reads', () => {
    const cells = ['plain', 'a,b', 'say "so"', 'two\nlines', '']
    expect(parseCsv(`h1,h2,h3,h4,h5\n${csvLine(cells)}`, []).records[0]?.cells).toEqual(cells)
  })
})

describe('a file that cannot be scored', () => {
  it('is told apart', () => {
    expect(check('').problem).toEqual({ kind: 'empty' })
    expect(check(HEADER).problem).toEqual({ kind: 'noRows' })
    expect(check('PK\u0003\u0004\0\0').problem).toEqual({ kind: 'notText' })
    const latin = Uint8Array.from([0x63, 0xe9, 0x0a]).buffer
    expect(checkCsv(latin, FIELDS).problem).toEqual({ kind: 'notText' })
    expect(check('wind,wind,carrier\n1,1,AA\n').problem).toEqual({
      kind: 'twice',
      columns: ['wind'],
    })
  })

  it('lacks columns that it needs; what may be empty may be left out', () => {
    expect(check('wind,Carrier\n1,AA\n').problem).toEqual({
      kind: 'missing',
      columns: ['carrier'],
      found: ['wind', 'Carrier'],
    })
    expect(check('carrier,wind\nAA,1\n')).toMatchObject({ problem: null, rows: 1, badRows: 0 })
  })
})

describe('rows', () => {
  it('are good as the server takes them', () => {
    const good = ['AA,1,,', 'DL,0.5,150.0,yes', 'AA,1e1,NA,TRUE', 'DL, 100 ,NaN,f']
    expect(check(HEADER + good.join('\n'))).toMatchObject({ rows: 4, badRows: 0, unused: [] })
  })

  it('that will be left out are named by line, column and reason', () => {
    const rows = [
      'XX,1,1,1', // line 2
      'AA,fast,1,1',
      'AA,,1,1',
      'AA,101,1,1',
      'AA,1,1.5,1',
      'AA,1,1,maybe',
      'AA,1,1',
      'AA,1,1,1',
    ]
    const { rowProblems, badRows } = check(HEADER + rows.join('\n'))
    expect(badRows).toBe(7)
    expect(rowProblems.map(({ line, column, problem }) => [line, column, problem.kind])).toEqual([
      [2, 'carrier', 'choice'],
      [3, 'wind', 'number'],
      [4, 'wind', 'empty'],
      [5, 'wind', 'range'],
      [6, 'seats', 'whole'],
      [7, 'holiday', 'flag'],
      [8, '', 'cells'],
    ])
  })

  it('are listed up to twenty and all counted', () => {
    const found = check(HEADER + 'XX,1,1,1\n'.repeat(30))
    expect([found.rowProblems.length, found.badRows]).toEqual([20, 30])
  })

  it('keep columns that are nobody’s, and Farol’s own are no strangers', () => {
    expect(check('carrier,wind,key,note\nAA,1,k,hello\n').unused).toEqual(['note'])
  })

  it('of a tensor are lists of its size', () => {
    const image = [field({ name: 'image', kind: 'tensor', shape: [2, 2] })]
    const kinds = checkCsv(bytes('image\n"[1,2,3,4]"\n"[[1,2],[3,4]]"\n"[1,2]"\nred\n'), image)
    expect(kinds.rowProblems.map(({ line }) => line)).toEqual([4, 5])
  })

  it('of NDJSON are objects', () => {
    const found = checkNdjson(bytes('{"wind": 1}\n\n[1]\nnot json\n'))
    expect(found).toMatchObject({ problem: null, rows: 3, badRows: 2 })
    expect(found.rowProblems.map(({ line }) => line)).toEqual([3, 4])
    expect(checkNdjson(bytes('\n')).problem).toEqual({ kind: 'noRows' })
  })
})

it('gives a template that passes its own check', () => {
  const examples = [
    { title: {}, row: { carrier: 'AA', wind: 3.5, seats: null, holiday: true }, truth: null },
  ]
  const template = templateCsv(FIELDS, examples)
  expect(template).toBe('carrier,wind,seats,holiday\nAA,3.5,,true\n')
  expect(check(template)).toMatchObject({ problem: null, rows: 1, badRows: 0 })
})
