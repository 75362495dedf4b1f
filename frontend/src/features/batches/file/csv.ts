/** CSV as the server reads it: RFC 4180, by commas, semicolons or tabs, with the lines' numbers. */

export interface CsvRecord {
  /** Of the file, from 1; of a cell over several lines the last. */
  line: number
  cells: string[]
}

export interface CsvTable {
  delimiter: string
  columns: string[]
  records: CsvRecord[]
}

/** Where a quotation mark was opened and never closed. */
export class UnclosedQuote extends Error {
  readonly line: number

  constructor(line: number) {
    super(`Line ${String(line)} opens a quotation mark that nothing closes`)
    this.line = line
  }
}

const DELIMITERS = [',', ';', '\t']

/** The delimiter is the one under which the first line names most of `names`. */
export function parseCsv(text: string, names: readonly string[]): CsvTable {
  const known = new Set(names)
  const first = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  const named = (delimiter: string) =>
    first.split(delimiter).filter((cell) => known.has(unquoted(cell))).length
  const delimiter = DELIMITERS.reduce((best, each) => (named(each) > named(best) ? each : best))
  const [header, ...records] = [...recordsOf(text, delimiter)]
  return { delimiter, columns: (header?.cells ?? []).map((name) => name.trim()), records }
}

export function csvLine(cells: readonly string[], delimiter = ','): string {
  const quoted = (cell: string) =>
    /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell
  return cells.map(quoted).join(delimiter)
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, '$1')
}

function* recordsOf(text: string, delimiter: string): Generator<CsvRecord> {
  let cells: string[] = []
  let line = 1
  let at = 0
  while (at < text.length) {
    const quoted = text[at] === '"'
    const cell = quoted ? quotedCell(text, at, line) : plainCell(text, at, delimiter)
    line += cell.lines
    at = cell.end
    cells.push(cell.value)
    if (text[at] === delimiter) {
      at += 1
      if (at < text.length) continue
      cells.push('')
    }
    // An empty line is no record.
    if (cells.length > 1 || cells[0] !== '') yield { line, cells }
    cells = []
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1
    at += 1
    line += 1
  }
}

interface Cell {
  value: string
  end: number
  /** Ends of lines inside. */
  lines: number
}

function plainCell(text: string, start: number, delimiter: string): Cell {
  let end = start
  while (end < text.length && !['\r', '\n', delimiter].includes(text[end] ?? '')) end += 1
  return { value: text.slice(start, end), end, lines: 0 }
}

function quotedCell(text: string, start: number, line: number): Cell {
  let end = start + 1
  for (;;) {
    end = text.indexOf('"', end)
    if (end === -1) throw new UnclosedQuote(line)
    if (text[end + 1] !== '"') break
    end += 2
  }
  const value = text.slice(start + 1, end).replaceAll('""', '"')
  return { value, end: end + 1, lines: value.match(/\r\n|\r|\n/g)?.length ?? 0 }
}
