import type { ModelDetail } from '@/api/types'

import { AnswerPanel } from './AnswerPanel'
import { Examples } from './Examples'
import { PredictionForm } from './PredictionForm'
import { Snippets } from './Snippets'
import { SurprisePanel } from './surprise/SurprisePanel'
import { useSurprise } from './surprise/useSurprise'
import classes from './TryPanel.module.css'
import { useTryIt } from './useTryIt'

/** Everything a visitor needs to try a model: the form, the answer, and the same call in code. */
export function TryPanel({ model }: { model: ModelDetail }) {
  const tryIt = useTryIt(model)
  const surprise = useSurprise(model, tryIt)
  return (
    <>
      <Examples model={model} tryIt={tryIt} surprise={surprise} />
      <SurprisePanel model={model} tryIt={tryIt} surprise={surprise} />
      <div className={classes.columns}>
        <div className={classes.form}>
          <PredictionForm tryIt={tryIt} />
        </div>
        <div className={classes.answer}>
          <AnswerPanel model={model} tryIt={tryIt} surprise={surprise} />
        </div>
        <div className={classes.snippets}>
          <Snippets model={model.name} row={tryIt.row} />
        </div>
      </div>
    </>
  )
}
