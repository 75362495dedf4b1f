import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

import { useLocale } from '@/lib/i18n/useLocale'

import classes from './CodeBlock.module.css'

export function CodeBlock({ code }: { code: string }) {
  const { t } = useLocale()
  return (
    <div className={classes.block}>
      {/* Focusable, because what scrolls must scroll by keyboard too. */}
      <pre className={classes.code} tabIndex={0}>
        <code>{code}</code>
      </pre>
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('action.copied') : t('action.copy')}>
            <ActionIcon
              className={classes.copy}
              variant="default"
              size={32}
              onClick={copy}
              aria-label={copied ? t('action.copied') : t('action.copy')}
            >
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  )
}
