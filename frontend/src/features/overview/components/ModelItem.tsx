import { Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'

import type { ModelOverview } from '@/api/types'
import { ProductLink } from '@/components/ui/ProductLink'
import { useLocale } from '@/lib/i18n/useLocale'

import { NEEDS } from '../needs'
import { ModelFacts } from './ModelFacts'
import classes from './Overview.module.css'

export function ModelItem({ model }: { model: ModelOverview }) {
  const { text } = useLocale()
  const isGrave = model.attention.some(({ need }) => NEEDS[need].grave)
  const standing = isGrave ? 'grave' : model.attention.length > 0 ? 'some' : 'well'
  return (
    <li className={classes.model} data-standing={standing}>
      <div>
        <h2 className={classes.title}>
          <Link to="/models/$model" params={{ model: model.name }}>
            {text(model.title, model.name)}
          </Link>
        </h2>
        <Needs model={model} />
      </div>
      <ModelFacts model={model} />
    </li>
  )
}

function Needs({ model }: { model: ModelOverview }) {
  const { t, format } = useLocale()
  if (model.attention.length === 0) {
    return (
      <Text component="p" m={0} className={classes.well}>
        <IconCircleCheck size={18} aria-hidden="true" />
        {t('overview.well')}
      </Text>
    )
  }
  return (
    <ul className={classes.needs}>
      {model.attention.map(({ need, count }) => {
        const words = NEEDS[need]
        const Icon = words.grave ? IconAlertTriangle : IconInfoCircle
        return (
          <li key={need}>
            <Icon size={18} aria-hidden="true" data-grave={words.grave} />
            <span>
              {t(words.text, { count, rows: format.integer(count) })}{' '}
              <ProductLink path={words.path(model)} className={classes.link}>
                {t(words.act)}
              </ProductLink>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
