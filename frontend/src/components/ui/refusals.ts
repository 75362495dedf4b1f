import type { ParseKeys, TFunction } from 'i18next'

import type { ApiProblem } from '@/api/problem'

/** Refusals that people meet, by the kind that the server gives them; its own text is in English. */
const WORDS: Readonly<Record<string, ParseKeys>> = {
  forbidden: 'refusal.forbidden',
  'account-locked': 'session.locked',
  'invalid-name': 'refusal.invalidName',
  'invalid-password': 'refusal.invalidPassword',
  'last-administrator': 'refusal.lastAdministrator',
  'name-taken': 'refusal.nameTaken',
  'same-password': 'refusal.samePassword',
  'signs-in-elsewhere': 'refusal.signsInElsewhere',
  'unknown-person': 'refusal.unknownPerson',
}

/** A value that the server refused before looking further, by the end of its field's name. */
const FIELDS: Readonly<Record<string, ParseKeys>> = {
  new_password: 'refusal.invalidPassword',
}

/** In the reader's language; null for a refusal that only the server has words for. */
export function refusalText(problem: ApiProblem, t: TFunction): string | null {
  const field = problem.rowProblems[0]?.field.split('.').at(-1)
  const key = WORDS[problem.kind] ?? (field === undefined ? undefined : FIELDS[field])
  return key === undefined ? null : t(key)
}
