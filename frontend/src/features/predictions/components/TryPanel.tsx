import { lazy, Suspense } from 'react'

import type { ModelDetail } from '@/api/types'
import { Loading } from '@/components/ui/Loading'

import { AnswerPanel } from './AnswerPanel'
import { Examples } from './Examples'
import { PredictionForm } from './PredictionForm'
import { LinkNotice } from './share/LinkNotice'
import { ShareButton } from './share/ShareButton'
import { useSharedLink } from './share/useSharedLink'
import { Snippets } from './Snippets'
import { SurprisePanel } from './surprise/SurprisePanel'
import { useSurprise } from './surprise/useSurprise'
import classes from './TryPanel.module.css'
import { useTryIt } from './useTryIt'

const InBrowser = lazy(async () => ({ default: (await import('./InBrowser')).InBrowser }))

interface Props {
  model: ModelDetail
  /** In a frame of somebody else's page: without what is for programmers. */
  isEmbedded?: boolean
}

/** Everything a visitor needs to try a model: the form, the answer, and the same call in code. */
export function TryPanel({ model, isEmbedded = false }: Props) {
  const tryIt = useTryIt(model)
  const surprise = useSurprise(model, tryIt)
  const notice = useSharedLink(model, tryIt)
  return (
    <>
      {notice && <LinkNotice notice={notice} tryIt={tryIt} />}
      <Examples model={model} tryIt={tryIt} surprise={surprise} />
      <SurprisePanel model={model} tryIt={tryIt} surprise={surprise} />
      <div className={classes.columns}>
        <div className={classes.form}>
          <PredictionForm
            tryIt={tryIt}
            actions={!isEmbedded && <ShareButton model={model} tryIt={tryIt} />}
          />
        </div>
        <div className={classes.answer}>
          <AnswerPanel model={model} tryIt={tryIt} surprise={surprise} />
        </div>
        {model.card?.downloadable && !isEmbedded && (
          <div className={classes.below}>
            <Suspense fallback={<Loading height={150} radius="lg" />}>
              <InBrowser model={model} tryIt={tryIt} />
            </Suspense>
          </div>
        )}
        {!isEmbedded && (
          <div className={classes.snippets}>
            <Snippets model={model.name} row={tryIt.row} />
          </div>
        )}
      </div>
    </>
  )
}
