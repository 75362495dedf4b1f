import { Link } from '@tanstack/react-router'

import { useLocale } from '@/lib/i18n/useLocale'
import { isAtLeast } from '@/lib/roles'
import { useSession } from '@/lib/session'

import classes from './SectionNav.module.css'
import { sectionsOf } from './sections'

/** From what everybody sees of a model to what its readers and engineers do with it. */
export function SectionNav({ model, isReplay }: { model: string; isReplay: boolean }) {
  const { t } = useLocale()
  const { session } = useSession()
  const shown = sectionsOf(isReplay).filter(({ least }) => isAtLeast(session?.role ?? null, least))
  return (
    <nav aria-label={t('section.navigation')} className={classes.nav}>
      <Link
        to="/models/$model"
        params={{ model }}
        className={classes.link}
        activeOptions={{ exact: true, includeSearch: false }}
        resetScroll={false}
      >
        {t('section.overview')}
      </Link>
      {shown.map((section) => (
        <Link
          key={section.path}
          to={section.path}
          params={{ model }}
          className={classes.link}
          resetScroll={false}
        >
          {t(section.title)}
        </Link>
      ))}
    </nav>
  )
}
