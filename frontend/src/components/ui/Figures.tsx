import { useLocale } from '@/lib/i18n/useLocale'

import classes from './Figures.module.css'

/** Any JSON of figures, by name, as the API keeps it: names and words are in English. */
export function Figures({ value }: { value: Readonly<Record<string, unknown>> }) {
  return (
    <dl className={classes.figures} lang="en">
      {Object.entries(value).map(([name, part]) => (
        <div key={name}>
          <dt>{name.replaceAll('_', ' ')}</dt>
          <dd>
            <Figure value={part} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Figure({ value }: { value: unknown }) {
  const { format } = useLocale()
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'number') return format.number(value)
  if (typeof value === 'string' || typeof value === 'boolean') return String(value)
  if (!Array.isArray(value)) return <Figures value={value as Record<string, unknown>} />
  if (value.length === 0) return '–'
  return (
    <ul>
      {value.map((part: unknown, index) => (
        <li key={index}>
          <Figure value={part} />
        </li>
      ))}
    </ul>
  )
}
