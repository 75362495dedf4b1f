import { SegmentedControl, Title } from '@mantine/core'
import { useState } from 'react'

import type { Row } from '@/api/types'
import { CodeBlock } from '@/components/ui/CodeBlock'
import { useLocale } from '@/lib/i18n/useLocale'

import { snippet, type SnippetLanguage } from '../snippets'
import classes from './Snippets.module.css'

const LANGUAGES: { value: SnippetLanguage; label: string }[] = [
  { value: 'curl', label: 'curl' },
  { value: 'python', label: 'Python' },
  { value: 'javascript', label: 'JavaScript' },
]

export function Snippets({ model, row }: { model: string; row: Row }) {
  const { t } = useLocale()
  const [language, setLanguage] = useState<SnippetLanguage>('curl')
  const code = snippet(language, { origin: window.location.origin, model, row })
  return (
    <section aria-label={t('snippets.title')}>
      <div className={classes.head}>
        <Title order={2} size="h3">
          {t('snippets.title')}
        </Title>
        <SegmentedControl
          size="xs"
          data={LANGUAGES}
          value={language}
          onChange={(value) => {
            setLanguage(value)
          }}
          aria-label={t('snippets.language')}
        />
      </div>
      <CodeBlock code={code} />
    </section>
  )
}
