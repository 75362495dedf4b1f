import type { KpiDetail } from '@/api/types'
import { Panel } from '@/components/ui/Panel'
import { useLocale } from '@/lib/i18n/useLocale'

import dashboard from './Dashboard.module.css'
import classes from './KpiDetail.module.css'

/** The definition, as the API gives it and docs/metrics.md has it. */
export function HowComputed({ detail: { explanation, anchor } }: { detail: KpiDetail }) {
  const { t, text } = useLocale()
  return (
    <Panel title={t('dashboard.how')}>
      <dl className={classes.explanation}>
        <dt>{t('dashboard.formula')}</dt>
        <dd>{text(explanation.formula)}</dd>
        <dt>{t('dashboard.source')}</dt>
        <dd>{text(explanation.source)}</dd>
        <dt>{t('dashboard.addsUp')}</dt>
        <dd>{text(explanation.adds_up)}</dd>
        <dt>{t('dashboard.excludes')}</dt>
        <dd>{text(explanation.excludes)}</dd>
      </dl>
      <p className={dashboard.aside}>
        {t('dashboard.documented')} <span className="mono">{anchor}</span>
      </p>
    </Panel>
  )
}
