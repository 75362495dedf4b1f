import type { ModelDetail } from '@/api/types'

export type EmbedTheme = 'auto' | 'light' | 'dark'

interface Place {
  origin: string
  model: string
  fragment: string
}

export function addressOf({ origin, model, fragment }: Place): string {
  return `${origin}/models/${model}#${fragment}`
}

interface Frame extends Place {
  title: string
  theme: EmbedTheme
  language: string
  height: number
  usesCamera: boolean
}

const HEIGHT_OF_ANSWER = 420
const HEIGHT_OF_FIELD = 46
const HEIGHT_OF_MAP = 260
const LARGE: readonly string[] = ['canvas', 'file', 'text']
const MOST_HEIGHT = 1_100

/** Tall enough that little has to be scrolled in a frame some 600 pixels wide. */
export function frameHeight({ schema, presentation }: ModelDetail): number {
  const widgets = Object.values(presentation?.widgets ?? {})
  const large = widgets.filter(({ kind }) => LARGE.includes(kind)).length
  const map = widgets.some(({ kind }) => kind === 'airport') ? HEIGHT_OF_MAP : 0
  const fields = schema.fields.length * HEIGHT_OF_FIELD + large * 280
  return Math.min(MOST_HEIGHT, HEIGHT_OF_ANSWER + map + fields)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}

/** The HTML that shows the demo in somebody else's page. */
export function embedSnippet(frame: Frame): string {
  const { origin, model, theme, language, fragment, title, height, usesCamera } = frame
  const query = new URLSearchParams({ theme, lang: language })
  const hash = fragment ? `#${fragment}` : ''
  const address = `${origin}/embed/${model}?${query.toString()}${hash}`
  const camera = usesCamera ? '\n  allow="camera"' : ''
  return `<iframe
  src="${escaped(address)}"
  title="${escaped(title)}"
  width="100%" height="${String(height)}"
  style="border: 0" loading="lazy"${camera}
></iframe>`
}
