import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import {
  IconCheck,
  IconChevronDown,
  IconDeviceTv,
  IconFileExport,
  IconLink,
} from '@tabler/icons-react'
import { Link, useRouter, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'

import { useLocale } from '@/lib/i18n/useLocale'

import { type DashboardSearch, pinned } from '../search'
import type { Exports } from '../useExports'
import classes from './Dashboard.module.css'

const ExportMenu = lazy(() => import('./ExportMenu'))

interface Props {
  search: DashboardSearch
  today: string
}

/** Ways to show it to somebody else. */
export function BoardActions({ search, today, exports }: Props & { exports: Exports }) {
  const { t } = useLocale()
  return (
    <div className={classes.actions}>
      <CopyLinkButton search={search} today={today} />
      <Suspense
        fallback={
          <Button
            variant="default"
            size="sm"
            disabled
            leftSection={<IconFileExport size={17} stroke={1.8} />}
            rightSection={<IconChevronDown size={15} stroke={1.9} />}
          >
            {t('dashboard.export')}
          </Button>
        }
      >
        <ExportMenu exports={exports} />
      </Suspense>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconDeviceTv size={17} stroke={1.8} />}
        renderRoot={(props) => <Link {...props} to="/wall" search={search} />}
      >
        {t('dashboard.wall')}
      </Button>
    </div>
  )
}

/** With its days, so that whoever opens it another day sees the same. */
export function CopyLinkButton({ search, today }: Props) {
  const { t } = useLocale()
  const router = useRouter()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const { copied, copy } = useClipboard({ timeout: 2000 })
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={
        copied ? <IconCheck size={17} stroke={1.8} /> : <IconLink size={17} stroke={1.8} />
      }
      onClick={() => {
        const { href } = router.buildLocation({
          to: pathname,
          search: pinned(search, today),
        } as never)
        copy(window.location.origin + href)
      }}
    >
      {copied ? t('action.copied') : t('dashboard.copyLink')}
    </Button>
  )
}
