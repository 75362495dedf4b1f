import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'

import { Header } from '@/components/layout/Header'
import { useLocale } from '@/lib/i18n/useLocale'
import { useSession } from '@/lib/session'

import { CommandPalette } from './lazyPalette'
import { NAVIGATION } from './navigation'
import classes from './Shell.module.css'
import { useLanding } from './useLanding'
import { usePalette } from './usePalette'

/** Loaded when somebody is first asked to sign in: most visitors never are. */
const SignInDialog = lazy(() => import('@/features/access/components/SignInDialog'))

/** Pages that stand in a frame of somebody else's page bring no frame of their own. */
const FRAMED = '/embed/'

export function Shell() {
  const isFramed = useRouterState({ select: (state) => state.location.pathname.startsWith(FRAMED) })
  if (!isFramed) return <Site />
  return (
    <main id="main">
      <Outlet />
    </main>
  )
}

function Site() {
  const { t } = useLocale()
  const { asking } = useSession()
  const { open, setOpen } = usePalette()
  // The pages of one model share their frame, and stay one place.
  const place = useRouterState({
    select: (state) => state.matches[1]?.id ?? state.location.pathname,
  })
  const isBare = useRouterState({
    select: (state) => state.matches.some(({ staticData }) => staticData.bare),
  })
  useLanding()
  return (
    <>
      <a className={classes.skip} href="#main">
        {t('shell.skip')}
      </a>
      {!isBare && (
        <Header
          entries={NAVIGATION}
          onFind={() => {
            setOpen(true)
          }}
        />
      )}
      {/* The key moves focus and screen readers to the new page's start. */}
      <main id="main" tabIndex={-1} key={place} className={classes.main}>
        <Outlet />
      </main>
      <Suspense>
        {open && (
          <CommandPalette
            onClose={() => {
              setOpen(false)
            }}
          />
        )}
      </Suspense>
      <Suspense>{asking && <SignInDialog />}</Suspense>
      {!isBare && <Footer />}
    </>
  )
}

function Footer() {
  const { t } = useLocale()
  return (
    <footer className={classes.footer}>
      <div className={classes.footerInner}>
        <span>{t('shell.promise')}</span>
        <nav aria-label={t('shell.footerNavigation')}>
          <a href="/docs">{t('shell.apiReference')}</a>
        </nav>
      </div>
    </footer>
  )
}
