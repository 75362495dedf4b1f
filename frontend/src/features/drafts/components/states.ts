import type { DraftSummary } from '../types'

type State = DraftSummary['state']

export const STATE_WORDS = {
  checking: 'drafts.checking',
  refused: 'drafts.refused',
  editing: 'drafts.editing',
  registering: 'drafts.registering',
  registered: 'drafts.registered',
} as const satisfies Record<State, string>

export const STATE_COLOURS: Record<State, string> = {
  checking: 'beam',
  refused: 'buoy',
  editing: 'gray',
  registering: 'beam',
  registered: 'sea',
}
