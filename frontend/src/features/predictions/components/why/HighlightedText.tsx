import { VisuallyHidden } from '@mantine/core'

import { useLocale } from '@/lib/i18n/useLocale'

import classes from './HighlightedText.module.css'
import { segmentsOf, type TextPart } from './segments'

interface Props {
  text: string
  parts: TextPart[]
  /** Of the answer that a positive contribution speaks for. */
  label: string
}

const NEGLIGIBLE_SHARE = 0.03

/** The text with each word tinted by how far it pushed the answer, and which way. */
export function HighlightedText({ text, parts, label }: Props) {
  const { t, format } = useLocale()
  const segments = segmentsOf(text, parts)
  const strongest = Math.max(...segments.map((part) => Math.abs(part.contribution ?? 0)), 1e-9)
  return (
    <>
      <p className={classes.text}>
        {segments.map((segment, index) => {
          const strength = (segment.contribution ?? 0) / strongest
          if (Math.abs(strength) < NEGLIGIBLE_SHARE) return <span key={index}>{segment.text}</span>
          return (
            <mark
              key={index}
              className={classes.mark}
              data-sign={strength < 0 ? 'down' : 'up'}
              style={{ '--strength': Math.abs(strength).toFixed(2) }}
              title={format.signed(segment.contribution ?? 0)}
            >
              {segment.text}
              <VisuallyHidden>{` (${format.signed(segment.contribution ?? 0)})`}</VisuallyHidden>
            </mark>
          )
        })}
      </p>
      <p className={classes.legend}>
        <span data-sign="up">{t('why.towards', { label })}</span>
        <span data-sign="down">{t('why.against')}</span>
      </p>
    </>
  )
}
