import { lazy } from 'react'

import { withWords } from './withWords'

/** Loaded when it is first opened. */
export const CommandPalette = lazy(
  withWords(['palette', 'model'], () => import('./palette/CommandPalette')),
)
