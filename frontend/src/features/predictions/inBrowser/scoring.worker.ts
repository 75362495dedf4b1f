/** Where the graph runs: beside the page, and by its own policy unable to send anything anywhere. */
import { answer } from './answering'
import type { ToWorker } from './messages'

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  void answer(data).then((reply) => {
    self.postMessage(reply)
  })
}
