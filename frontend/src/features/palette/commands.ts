/** What the palette can do, and which of it fits what was typed. */

export const GROUPS = [
  'recent',
  'page',
  'model',
  'section',
  'version',
  'run',
  'experiment',
  'person',
  'action',
] as const

export type Group = (typeof GROUPS)[number]

export interface Command {
  /** The same from one day to the next. */
  id: string
  group: Group
  title: string
  /** Where it belongs, or what it is called in the API. */
  detail?: string
  /** A page of the product; an action has none. */
  path?: string
  run?: () => void
}

/** Without case and accents, so that `predicao` finds “Predição”. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
}

function rank(command: Command, words: readonly string[]): number | null {
  const title = plain(command.title)
  const all = `${title} ${plain(command.detail ?? '')}`
  if (!words.every((word) => all.includes(word))) return null
  const [first = ''] = words
  if (title.startsWith(first)) return 0
  return title.includes(first) ? 1 : 2
}

/** Those that hold every word, within each group the ones that begin with it first. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  return commands
    .map((command) => ({ command, rank: rank(command, words) }))
    .filter((found): found is { command: Command; rank: number } => found.rank !== null)
    .sort((a, b) => a.rank - b.rank)
    .map(({ command }) => command)
}

export interface Section {
  group: Group
  commands: Command[]
}

/** Of each group at most so many, in the groups' order; nothing twice. */
export function grouped(commands: readonly Command[], most: number): Section[] {
  const seen = new Set<string>()
  return GROUPS.map((group) => {
    const found = commands.filter((command) => command.group === group && !seen.has(command.id))
    const shown = found.slice(0, most)
    shown.forEach(({ id }) => seen.add(id))
    return { group, commands: shown }
  }).filter((section) => section.commands.length > 0)
}
