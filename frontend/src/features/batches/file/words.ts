import type { TFunction } from 'i18next'

import type { Formatter } from '@/lib/format'

import type { FileProblem, RowProblem } from './check'

const LISTED_CHOICES = 8
const SHOWN_CHARACTERS = 40

export function fileProblemText(problem: FileProblem, t: TFunction): string {
  switch (problem.kind) {
    case 'empty':
      return t('scoring.empty')
    case 'notText':
      return t('scoring.notText')
    case 'noRows':
      return t('scoring.noRows')
    case 'quote':
      return t('scoring.quote', { line: problem.line })
    case 'twice':
      return t('scoring.twice', { columns: problem.columns.join(', ') })
    case 'missing':
      return t('scoring.missing', {
        columns: problem.columns.join(', '),
        found: problem.found.map(shortened).join(', '),
      })
  }
}

export function rowProblemText({ problem, value }: RowProblem, t: TFunction, format: Formatter) {
  const got = shortened(value)
  switch (problem.kind) {
    case 'cells':
      return t('scoring.cells', { expected: problem.expected, found: problem.found })
    case 'json':
      return t('scoring.json')
    case 'empty':
      return t('scoring.emptyCell')
    case 'number':
      return t('scoring.number', { got })
    case 'whole':
      return t('scoring.whole', { got })
    case 'flag':
      return t('scoring.flag', { got })
    case 'long':
      return t('scoring.long', { maximum: format.integer(problem.maximum) })
    case 'list':
      return t('scoring.list', { size: format.integer(problem.size) })
    case 'choice': {
      const more = problem.choices.length > LISTED_CHOICES ? ', …' : ''
      const choices = problem.choices.slice(0, LISTED_CHOICES).join(', ') + more
      return t('scoring.choice', { got, choices })
    }
    case 'range':
      return t('scoring.range', {
        got,
        minimum: problem.minimum === null ? '−∞' : format.number(problem.minimum),
        maximum: problem.maximum === null ? '∞' : format.number(problem.maximum),
      })
  }
}

function shortened(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}
